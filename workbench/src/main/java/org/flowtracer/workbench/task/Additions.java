package org.flowtracer.workbench.task;

import java.util.Map;
import org.flowtracer.workbench.files.Settings;

/**
 * Generates {@link Addition}s of two numbers of equally many digits, with at least one carry.
 *
 * @param options how many digits
 * @param split the only part that problems are drawn from
 * @param seed of all problems; see {@link Task#problem}
 */
public record Additions(Options options, Split split, long seed) implements GeneratedTask {
    /**
     * The size of the numbers; each count of digits is as likely.
     *
     * @param fewestDigits at least 2
     * @param mostDigits at most {@link Addition#DIGITS_MAX}
     */
    public record Options(int fewestDigits, int mostDigits) {
        public static final Options DEFAULT = new Options(2, 4);

        /** @throws IllegalArgumentException if an option is out of range */
        public Options {
            if (fewestDigits < 2 || mostDigits < fewestDigits || mostDigits > Addition.DIGITS_MAX) {
                throw new IllegalArgumentException("expected 2 <= fewest <= most <= " + Addition.DIGITS_MAX
                        + " digits, found " + fewestDigits + " and " + mostDigits);
            }
        }
    }

    @Override
    public String name() {
        return Addition.NAME;
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.json(options);
    }

    @Override
    public Addition problem(int index) {
        ProblemRandom random = new ProblemRandom(seed, index);
        while (true) {
            int digits = random.between(options.fewestDigits, options.mostDigits);
            Addition problem = new Addition(number(digits, random), number(digits, random));
            if (problem.carries() && Split.of(problem.key()) == split) {
                return problem;
            }
        }
    }

    private static long number(int digits, ProblemRandom random) {
        long number = random.between(1, 9);
        for (int j = 1; j < digits; j++) {
            number = 10 * number + random.between(0, 9);
        }
        return number;
    }
}
