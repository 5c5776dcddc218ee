package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.Settings;

/**
 * Generates {@link WordProblem}s: two people, each with a good, the same kinds of events for both in an order of their own and with other numbers, and a
 * question about one of them.
 *
 * <p>The first sentences of the two stand side by side in random order, then their first events, and so on; which of the two is asked for is
 * a fair coin. So neither position nor length nor mentions tell what is needed.
 *
 * @param options size and range
 * @param split the only part that problems are drawn from
 * @param seed of all problems; see {@link Task#problem}
 */
public record WordProblems(Options options, Split split, long seed) implements GeneratedTask {
    private static final double OPENING_SHARE = 0.25;
    private static final double PLACE_SHARE = 0.25;
    private static final double MORE_SHARE = 0.3;

    /**
     * The size and range of word problems.
     *
     * @param fewestEvents the fewest gains and losses of one person, at least 1; each number of events is as likely
     * @param mostEvents the most, at most 6
     * @param largestStart what a person has at first is drawn from 2 to this
     * @param largestAmount gains and losses are drawn from 1 to this
     * @param largestTotal nobody ever has less than 0 or more than this
     */
    public record Options(int fewestEvents, int mostEvents, int largestStart, int largestAmount, int largestTotal) {
        /** What flow-words was trained on. */
        public static final Options DEFAULT = new Options(1, 3, 60, 30, 99);

        /** @throws IllegalArgumentException if a bound is out of order */
        public Options {
            if (fewestEvents < 1 || mostEvents < fewestEvents || mostEvents > 6) {
                throw new IllegalArgumentException(
                        "expected 1 <= fewest <= most <= 6 events, found " + fewestEvents + " and " + mostEvents);
            }
            if (largestStart < 2 || largestAmount < 2 || largestTotal < Math.max(largestStart, largestAmount)) {
                throw new IllegalArgumentException(
                        "expected a start of at most S >= 2, amounts of at most A >= 2 and totals of at most T >= S, A; found S = "
                                + largestStart + ", A = " + largestAmount + ", T = " + largestTotal);
            }
        }
    }

    @Override
    public String name() {
        return WordProblem.NAME;
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.json(options);
    }

    @Override
    public WordProblem problem(int index) {
        ProblemRandom random = new ProblemRandom(seed, index);
        int events = random.between(options.fewestEvents, options.mostEvents);
        while (true) {
            List<String> people = two(Story.PEOPLE, random);
            List<String> goods = two(Story.GOODS, random);
            List<String> kinds = Stream.generate(() -> random.oneOf(random.happens(0.5) ? Story.GAINS : Story.LOSSES))
                    .limit(events)
                    .toList();
            Optional<List<String>> first = sentences(people.get(0), goods.get(0), kinds, random);
            Optional<List<String>> second = sentences(people.get(1), goods.get(1), kinds, random);
            if (first.isEmpty() || second.isEmpty()) {
                continue;
            }
            StringBuilder prompt = new StringBuilder();
            for (int j = 0; j <= events; j++) {
                for (String sentence :
                        shuffled(List.of(first.get().get(j), second.get().get(j)), random)) {
                    prompt.append(prompt.isEmpty() ? "" : " ").append(sentence);
                }
            }
            int asked = random.between(0, 1);
            prompt.append(' ').append(people.get(1 - asked)).append(' ').append(random.oneOf(Story.GLANCES));
            prompt.append(" the ")
                    .append(goods.get(1 - asked))
                    .append("s. How many ")
                    .append(goods.get(asked));
            prompt.append("s does ").append(people.get(asked)).append(" have");
            prompt.append(random.oneOf(Story.ENDINGS)).append("?\n");
            WordProblem problem = WordProblem.parse(prompt.toString());
            if (Split.of(problem.key()) == split) {
                return problem;
            }
        }
    }

    /** Two different ones in random order. */
    private static List<String> two(List<String> items, ProblemRandom random) {
        int first = random.between(0, items.size() - 1);
        int step = random.between(1, items.size() - 1);
        return List.of(items.get(first), items.get((first + step) % items.size()));
    }

    private static List<String> shuffled(List<String> items, ProblemRandom random) {
        List<String> shuffled = new ArrayList<>(items);
        random.shuffle(shuffled);
        return shuffled;
    }

    /** The sentences about one person, in order; empty if a total leaves the range or an event happens twice. */
    private Optional<List<String>> sentences(String person, String good, List<String> kinds, ProblemRandom random) {
        List<String> clauses = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        int total = random.between(2, options.largestStart);
        sentences.add(person + " " + random.oneOf(Story.STARTS) + " " + Story.amount(total, good) + ".");
        boolean withinRange = true;
        for (String verb : shuffled(kinds, random)) {
            int amount = random.between(1, options.largestAmount);
            boolean gain = Story.GAINS.contains(verb);
            total += gain ? amount : -amount;
            withinRange &= total >= 0 && total <= options.largestTotal;
            clauses.add(verb + " " + amount);
            String goods = Story.amount(amount, good);
            sentences.add((random.happens(OPENING_SHARE) ? random.oneOf(Story.OPENINGS) + " " : "")
                    + person + " " + verb + " "
                    + (gain && random.happens(MORE_SHARE) ? goods.replace(" ", " more ") : goods)
                    + (random.happens(PLACE_SHARE) ? " " + random.oneOf(Story.PLACES) : "") + ".");
        }
        boolean distinct = clauses.stream().distinct().count() == clauses.size();
        return withinRange && distinct ? Optional.of(sentences) : Optional.empty();
    }
}
