package org.flowtracer.workbench.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;

/**
 * Generates {@link Countdown} problems: random numbers, and as the target what one of the ways to combine them comes to, each way as likely. The
 * reference tries up to three other ways before the one that works.
 *
 * @param options how many numbers, and their range
 * @param split the only part that problems are drawn from
 * @param seed of all problems; see {@link Task#problem}
 */
public record Countdowns(Options options, Split split, long seed) implements GeneratedTask {
    private static final int LARGEST_BETWEEN = 400;
    private static final int LARGEST_END = 999;

    /** Of the options that leave a problem at all, the scarcest need some 5000 on average. */
    private static final int DRAWS_MAX = 100_000;

    private static final List<Integer> FAILED_TRIES = List.of(0, 0, 1, 1, 2, 3);

    /**
     * The size and range of Countdown problems.
     *
     * @param fewestNumbers at least 3; each count of numbers is as likely
     * @param mostNumbers at most 4
     * @param largestNumber numbers are drawn from 1 to this, at most 999
     * @param largestTarget targets lie in 1 to this, at most 999
     * @param wellFormedReward what an expression earns that is wrong, from 0 to below 1
     */
    public record Options(
            int fewestNumbers, int mostNumbers, int largestNumber, int largestTarget, double wellFormedReward) {
        /** What the bundled model was trained on. */
        public static final Options DEFAULT = new Options(3, 3, 30, 99, Countdown.WELL_FORMED_REWARD);

        /** @throws IllegalArgumentException if an option is out of range */
        public Options {
            if (fewestNumbers < 3 || mostNumbers < fewestNumbers || mostNumbers > 4) {
                throw new IllegalArgumentException(
                        "expected 3 <= fewest <= most <= 4 numbers, found " + fewestNumbers + " and " + mostNumbers);
            }
            if (largestNumber < 1 || largestNumber > LARGEST_END || largestTarget < 1 || largestTarget > LARGEST_END) {
                throw new IllegalArgumentException("expected a largest number and target in 1 to " + LARGEST_END
                        + ", found " + largestNumber + " and " + largestTarget);
            }
            if (!(wellFormedReward >= 0 && wellFormedReward < 1)) {
                throw new IllegalArgumentException(
                        "expected a well_formed_reward of at least 0 and below 1, found " + wellFormedReward);
            }
        }
    }

    /** All ways to combine some numbers, and those of them that come to a target in range. */
    private record Ways(List<Combination> all, List<Combination> inRange) {}

    @Override
    public String name() {
        return Countdown.NAME;
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.json(options);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if {@link #DRAWS_MAX} draws give no problem of the split: small options may leave it none
     */
    @Override
    public Countdown problem(int index) {
        ProblemRandom random = new ProblemRandom(seed, index);
        int count = options.fewestNumbers == options.mostNumbers
                ? options.mostNumbers
                : random.between(options.fewestNumbers, options.mostNumbers);
        Map<List<Integer>, Ways> known = new HashMap<>();
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            List<Integer> numbers = Stream.generate(() -> random.between(1, options.largestNumber))
                    .limit(count)
                    .toList();
            Ways ways = known.computeIfAbsent(numbers, this::ways);
            if (ways.inRange.isEmpty()) {
                continue;
            }
            Combination solution = random.oneOf(ways.inRange);
            Countdown problem = Countdown.of(numbers, solution.value());
            if (Split.of(problem.key()) == split) {
                return problem.withReference(reference(solution, ways.all, random))
                        .withWellFormedReward(options.wellFormedReward);
            }
        }
        throw new InputException(
                "options that leave a problem in the " + split.label() + " split",
                "none in " + DRAWS_MAX + " draws",
                "task " + name() + " with " + JsonObject.line(settings()));
    }

    private Ways ways(List<Integer> numbers) {
        List<Combination> all = Combination.all(numbers, LARGEST_BETWEEN, LARGEST_END);
        return new Ways(
                all,
                all.stream()
                        .filter(way -> way.value() >= 1 && way.value() <= options.largestTarget)
                        .toList());
    }

    private static String reference(Combination solution, List<Combination> ways, ProblemRandom random) {
        List<Combination> wrong =
                ways.stream().filter(way -> way.value() != solution.value()).toList();
        int failedTries = wrong.isEmpty() ? 0 : random.oneOf(FAILED_TRIES);
        String tries = Stream.generate(() -> random.oneOf(wrong))
                .limit(failedTries)
                .map(way -> line(way) + " no\n")
                .collect(Collectors.joining());
        return tries + line(solution) + " ok\n#" + solution.expression() + "\n";
    }

    private static String line(Combination way) {
        return String.join(",", way.workings());
    }
}
