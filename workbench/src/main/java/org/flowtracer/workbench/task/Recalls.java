package org.flowtracer.workbench.task;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flowtracer.workbench.files.Settings;

/**
 * Generates {@link Recall}s: statements of random names, numbers and operators; those asked for differ.
 *
 * @param options how many statements there are and how many are asked for
 * @param split the only part that problems are drawn from
 * @param seed of all problems; see {@link Task#problem}
 */
public record Recalls(Options options, Split split, long seed) implements GeneratedTask {
    private static final double CONSTANT_SHARE = 0.4;
    private static final double TWO_NAMES_SHARE = 0.3;

    /**
     * The size and range; each count of statements is as likely.
     *
     * @param fewestStatements at least 2
     * @param mostStatements at most 16: names are a to p, from a to j while there are no more than ten statements
     * @param mostAsked at least 1; as many as this, or as there are statements
     * @param largestNumber numbers are drawn from 0 to this
     */
    public record Options(int fewestStatements, int mostStatements, int mostAsked, int largestNumber) {
        public static final Options DEFAULT = new Options(4, 8, 6, 60);

        /** @throws IllegalArgumentException if an option is out of range */
        public Options {
            if (fewestStatements < 2 || mostStatements < fewestStatements || mostStatements > 16) {
                throw new IllegalArgumentException("expected 2 <= fewest <= most <= 16 statements, found "
                        + fewestStatements + " and " + mostStatements);
            }
            if (mostAsked < 1 || largestNumber < 0) {
                throw new IllegalArgumentException(
                        "expected at least 1 asked statement and numbers of at least 0, found " + mostAsked + " and "
                                + largestNumber);
            }
        }
    }

    @Override
    public String name() {
        return Recall.NAME;
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.json(options);
    }

    @Override
    public Recall problem(int index) {
        ProblemRandom random = new ProblemRandom(seed, index);
        while (true) {
            int count = random.between(options.fewestStatements, options.mostStatements);
            List<String> letters = random.letters(options.mostStatements);
            String statements = letters.stream()
                    .limit(count)
                    .map(name -> name + "=" + meaning(letters, random) + ";")
                    .collect(Collectors.joining());
            List<String> asked = letters.subList(0, count);
            random.shuffle(asked);
            String names = asked.stream().limit(options.mostAsked).collect(Collectors.joining());
            String prompt = statements + "?" + names + "\n";
            if (Split.of(prompt) == split) {
                return Recall.parse(prompt);
            }
        }
    }

    private String meaning(List<String> letters, ProblemRandom random) {
        String number = Integer.toString(random.between(0, options.largestNumber));
        if (random.happens(CONSTANT_SHARE)) {
            return number;
        }
        String second = random.happens(TWO_NAMES_SHARE) ? random.oneOf(letters) : number;
        return random.oneOf(letters) + random.oneOf(List.of("+", "-")) + second;
    }
}
