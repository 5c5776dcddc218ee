package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordProblemsTest {
    private static final WordProblems GENERATOR = new WordProblems(WordProblems.Options.DEFAULT, Split.TRAIN, 3);

    /** Cuts as the tokenizer does; {@link TaskTokenizersTest} holds the two together. */
    private static final Pattern TOKEN = Pattern.compile(" ?\\\\?[A-Za-z]+| ?[-+*/=<>]|[\\s\\S]");

    @Test
    void problemDependsOnSeedAndIndexAlone() {
        String last = GENERATOR.problem(49).prompt();
        List<String> prompts = IntStream.range(0, 50)
                .mapToObj(j -> GENERATOR.problem(j).prompt())
                .toList();
        assertEquals(last, prompts.get(49));
        assertEquals(50, new HashSet<>(prompts).size());
        assertThrows(IndexOutOfBoundsException.class, () -> GENERATOR.problem(-1));
    }

    /** Every total, recounted from the words of the prompt. */
    @Test
    void staysWithinItsOptions() {
        for (WordProblems.Options options :
                List.of(WordProblems.Options.DEFAULT, new WordProblems.Options(4, 6, 200, 90, 500))) {
            WordProblems generator = new WordProblems(options, Split.TEST, 5);
            Set<Integer> sizes = new HashSet<>();
            for (int j = 0; j < 300; j++) {
                WordProblem problem = generator.problem(j);
                int size = problem.needed().orElseThrow().needed().size();
                sizes.add(size - 1);
                Map<String, Integer> totals = recount(problem.prompt(), options.largestTotal());
                Matcher asked = Pattern.compile("does (\\w+) have").matcher(problem.prompt());
                assertTrue(asked.find());
                assertEquals(totals.get(asked.group(1)), Integer.valueOf(problem.answer()));
                assertTrue(problem.verify(problem.reference().orElseThrow()).isRight());
                assertEquals(problem.needed(), problem.used(problem.reference().orElseThrow()));
            }
            assertEquals(
                    IntStream.rangeClosed(options.fewestEvents(), options.mostEvents())
                            .boxed()
                            .collect(Collectors.toSet()),
                    sizes);
        }
    }

    private static Map<String, Integer> recount(String prompt, int largest) {
        Map<String, Integer> totals = new HashMap<>();
        String story = prompt.substring(0, prompt.lastIndexOf('.', prompt.lastIndexOf('.') - 1));
        for (String sentence : story.replaceAll("(Later|Next|Soon|Then) ", "").split("\\.", -1)) {
            Matcher number = Pattern.compile("(\\w+) (\\w+)[a-z ]* (\\d+)").matcher(sentence);
            assertTrue(number.find(), sentence);
            int sign =
                    Set.of("drops", "gives", "hands", "loses", "sells", "uses").contains(number.group(2)) ? -1 : 1;
            int total = totals.merge(number.group(1), sign * Integer.parseInt(number.group(3)), Integer::sum);
            assertTrue(total >= 0 && total <= largest, prompt);
        }
        assertEquals(2, totals.size(), prompt);
        return totals;
    }

    /** The same kinds of events for both, each in the place of the other's. */
    @Test
    void bothPeopleLiveThroughTheSame() {
        for (int j = 0; j < 200; j++) {
            WordProblem problem = GENERATOR.problem(j);
            PlantedTruth truth = problem.needed().orElseThrow();
            assertEquals(kinds(truth.needed()), kinds(truth.distractors()), problem.prompt());
            List<String> names =
                    problem.statements().stream().map(Statement::name).toList();
            for (int k = 0; k < truth.needed().size(); k++) {
                Set<String> pair =
                        Set.of(truth.needed().get(k), truth.distractors().get(k));
                assertEquals(pair, Set.copyOf(names.subList(2 * k, 2 * k + 2)), problem.prompt());
            }
        }
    }

    private static List<String> kinds(List<String> clauses) {
        return clauses.stream()
                .skip(1)
                .map(clause -> clause.split(" ", -1)[1])
                .sorted()
                .toList();
    }

    /** What a scorer that only sees the prompt's tokens could go by; counts are those of the prompt, or of it without the sentence before the question. */
    private record Sentence(int position, List<String> tokens, Map<String, Long> counts, Map<String, Long> unbalanced) {
        double mentions(Map<String, Long> in) {
            return tokens.stream().mapToLong(in::get).average().orElseThrow();
        }
    }

    /** The sentences of one problem, the last of each person at the end. */
    private record Sentences(List<Sentence> needed, List<Sentence> distractors) {
        static Sentences of(WordProblem problem) {
            String prompt = problem.prompt();
            int query = prompt.lastIndexOf(" How");
            int before = prompt.lastIndexOf('.', query - 2) + 1;
            Map<String, Long> counts = counts(prompt);
            Map<String, Long> unbalanced = counts(prompt.substring(0, before) + prompt.substring(query));
            Map<String, Sentence> byName = problem.statements().stream()
                    .collect(Collectors.toMap(
                            Statement::name,
                            statement ->
                                    new Sentence(statement.from(), tokens(statement.in(prompt)), counts, unbalanced)));
            PlantedTruth truth = problem.needed().orElseThrow();
            return new Sentences(
                    truth.needed().stream().map(byName::get).toList(),
                    truth.distractors().stream().map(byName::get).toList());
        }

        private static Map<String, Long> counts(String text) {
            return tokens(text).stream().collect(Collectors.groupingBy(token -> token, Collectors.counting()));
        }

        /** AUROC of needed against distractors, so many pairs at the end left out. */
        double auroc(ToDoubleFunction<Sentence> score, int leftOut) {
            int pairs = needed.size() - leftOut;
            double won = 0;
            for (Sentence high : needed.subList(0, pairs)) {
                for (Sentence low : distractors.subList(0, pairs)) {
                    won += Double.compare(score.applyAsDouble(high), score.applyAsDouble(low)) / 2.0 + 0.5;
                }
            }
            return won / (pairs * pairs);
        }
    }

    @Test
    void neitherPositionNorMentionsNorLengthTellsNeededFromDistractor() {
        List<Sentences> problems = IntStream.range(0, 5_000)
                .mapToObj(index -> Sentences.of(GENERATOR.problem(index)))
                .toList();
        Map<String, ToDoubleFunction<Sentence>> controls = Map.of(
                "position", Sentence::position,
                "mentions", sentence -> sentence.mentions(sentence.counts),
                "length", sentence -> sentence.tokens.size());
        controls.forEach((name, control) -> {
            assertEquals(0.5, meanAuroc(problems, control, 0), 0.05, name);
            assertEquals(0.5, meanAuroc(problems, control, 1), 0.05, name + ", the last events left out");
        });
        double unbalanced = meanAuroc(problems, sentence -> sentence.mentions(sentence.unbalanced), 0);
        assertTrue(unbalanced > 0.6, "without the sentence before it, the question itself would tell: " + unbalanced);
    }

    private static double meanAuroc(List<Sentences> problems, ToDoubleFunction<Sentence> score, int leftOut) {
        return problems.stream()
                .mapToDouble(problem -> problem.auroc(score, leftOut))
                .average()
                .orElseThrow();
    }

    private static List<String> tokens(String text) {
        return TOKEN.matcher(text).results().map(match -> match.group()).toList();
    }

    @Test
    void refusesOptionsOutOfOrder() {
        int[][] wrong = {
            {0, 3, 60, 30, 99},
            {3, 2, 60, 30, 99},
            {2, 7, 60, 30, 99},
            {1, 3, 1, 30, 99},
            {1, 3, 60, 1, 99},
            {1, 3, 60, 30, 59}
        };
        for (int[] o : wrong) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new WordProblems.Options(o[0], o[1], o[2], o[3], o[4]),
                    Arrays.toString(o));
        }
    }
}
