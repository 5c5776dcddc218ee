package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwinChainsTest {
    private static final TwinChains GENERATOR = new TwinChains(TwinChains.Options.DEFAULT, Split.TRAIN, 3);

    @Test
    void problemDependsOnSeedAndIndexAlone() {
        List<String> forwards = IntStream.range(0, 50)
                .mapToObj(j -> GENERATOR.problem(j).prompt())
                .toList();
        List<String> backwards = IntStream.range(0, 50)
                .mapToObj(j -> GENERATOR.problem(49 - j).prompt())
                .toList();
        for (int j = 0; j < 50; j++) {
            assertEquals(forwards.get(j), backwards.get(49 - j));
        }
        assertEquals(50, forwards.stream().distinct().count());
        TwinChains otherSeed = new TwinChains(TwinChains.Options.DEFAULT, Split.TRAIN, 4);
        assertNotEquals(forwards.get(0), otherSeed.problem(0).prompt());
        assertThrows(IndexOutOfBoundsException.class, () -> GENERATOR.problem(-1));
    }

    /** Every value, recomputed from the text, and both chains' shape. */
    @Test
    void staysWithinItsOptions() {
        for (TwinChains.Options options : List.of(
                TwinChains.Options.DEFAULT,
                new TwinChains.Options(2, 2, 9, 9, 9, TwinChain.Style.STEPS),
                new TwinChains.Options(2, 4, 60, 30, 99, TwinChain.Style.WALK_BACK),
                new TwinChains.Options(5, 6, 40, 20, 200, TwinChain.Style.WALK_BACK))) {
            TwinChains generator = new TwinChains(options, Split.VALIDATION, 5);
            for (int j = 0; j < 100; j++) {
                TwinChain problem = generator.problem(j);
                PlantedTruth truth = problem.needed().orElseThrow();
                int size = truth.needed().size();
                assertTrue(size >= options.shortest() && size <= options.longest(), problem.prompt());
                Map<String, Integer> values = values(problem.prompt());
                assertTrue(
                        values.values().stream().allMatch(v -> v >= 0 && v <= options.largestValue()),
                        problem.prompt());
                assertEquals(values.get(truth.end()), Integer.valueOf(problem.answer()));
                assertEquals(shape(truth.needed(), problem), shape(truth.distractors(), problem));
                assertTrue(problem.verify(problem.reference().orElseThrow()).isRight());
                assertEquals(problem.needed(), problem.used(problem.reference().orElseThrow()));
            }
        }
    }

    /** Every repeated statement or constant is the query's or an input of the statement repeated last and still open; every step finds its inputs resolved. */
    @Test
    void walkBackGoesFromTheQueryByStatementsThatItNeeds() {
        TwinChains generator =
                new TwinChains(new TwinChains.Options(2, 8, 40, 20, 300, TwinChain.Style.WALK_BACK), Split.TRAIN, 17);
        for (int j = 0; j < 200; j++) {
            TwinChain problem = generator.problem(j);
            String reference = problem.reference().orElseThrow();
            List<Dependency> edges = problem.needed().orElseThrow().neededDependencies();
            Deque<String> open = new ArrayDeque<>();
            Set<String> resolved = new HashSet<>();
            for (String piece : reference.split("\n", -1)[0].split(";", -1)) {
                String name = piece.substring(0, 1);
                boolean closes = name.equals(open.peek());
                boolean follows = open.isEmpty()
                        ? name.equals(problem.needed().orElseThrow().end())
                        : edges.contains(new Dependency(name, open.peek()));
                assertTrue(closes || follows, reference);
                if (piece.substring(1).chars().anyMatch(Character::isLetter)) {
                    assertTrue((";" + problem.prompt()).contains(";" + piece + ";") && !closes, reference);
                    open.push(name);
                } else {
                    assertTrue(
                            edges.stream().allMatch(e -> !e.to().equals(name) || resolved.contains(e.from())),
                            reference);
                    assertTrue(closes == edges.stream().anyMatch(e -> e.to().equals(name)), reference);
                    assertTrue(resolved.add(name), reference);
                    if (closes) {
                        open.pop();
                    }
                }
            }
            assertTrue(open.isEmpty(), reference);
            assertEquals(Set.copyOf(problem.needed().orElseThrow().needed()), resolved);
        }
    }

    @Test
    void styleChangesNoPrompt() {
        TwinChains.Options plain = TwinChains.Options.DEFAULT;
        TwinChains walking = new TwinChains(
                new TwinChains.Options(
                        plain.shortest(),
                        plain.longest(),
                        plain.largestConstant(),
                        plain.largestOperand(),
                        plain.largestValue(),
                        TwinChain.Style.WALK_BACK),
                Split.TRAIN,
                3);
        for (int j = 0; j < 50; j++) {
            assertEquals(GENERATOR.problem(j).prompt(), walking.problem(j).prompt());
        }
    }

    private static Map<String, Integer> values(String prompt) {
        Map<String, Integer> values = new HashMap<>();
        for (String statement : prompt.substring(0, prompt.indexOf(";?")).split(";", -1)) {
            String[] sides = statement.split("=", -1);
            int value = 0;
            for (String term : sides[1].split("(?=[+-])", -1)) {
                int sign = term.startsWith("-") ? -1 : 1;
                String operand = term.replaceAll("[+-]", "");
                value += sign * (values.containsKey(operand) ? values.get(operand) : Integer.parseInt(operand));
            }
            values.put(sides[0], value);
        }
        return values;
    }

    /** The statements of one chain with variables written as their place in it, and numbers as 1. */
    private static String shape(List<String> chain, TwinChain problem) {
        StringBuilder shape = new StringBuilder();
        for (Statement statement : problem.statements()) {
            if (chain.contains(statement.name())) {
                String text = statement.in(problem.prompt()).replaceAll("\\d+", "1");
                for (int j = 0; j < chain.size(); j++) {
                    text = text.replace(chain.get(j), Character.toString('A' + j));
                }
                shape.append(text);
            }
        }
        return shape.toString();
    }

    @Test
    void neitherPositionNorMentionsNorLengthTellsNeededFromDistractor() {
        BiFunction<TwinChain, Statement, Double> position = (problem, statement) -> (double) statement.from();
        Map<String, BiFunction<TwinChain, Statement, Double>> controls = Map.of(
                "position",
                position,
                "mentions",
                (problem, statement) -> (double) mentions(statement.name(), problem.prompt()),
                "length",
                (problem, statement) -> (double) (statement.to() - statement.from()));
        for (Split split : Split.values()) {
            TwinChains generator = new TwinChains(TwinChains.Options.DEFAULT, split, 11);
            controls.forEach((name, control) ->
                    assertEquals(0.5, meanAuroc(generator, control, true), 0.05, name + " in " + split.label()));
        }
        double onlyTheQueriedOut = meanAuroc(GENERATOR, position, false);
        assertTrue(onlyTheQueriedOut < 0.4, "its counterpart comes late and stays: " + onlyTheQueriedOut);
    }

    private static long mentions(String name, String prompt) {
        return prompt.chars().filter(c -> c == name.charAt(0)).count();
    }

    /** AUROC of needed against distractor statements, the queried one left out, averaged over 3,000 problems. */
    private static double meanAuroc(
            TwinChains generator, BiFunction<TwinChain, Statement, Double> score, boolean counterpartOut) {
        return IntStream.range(0, 3_000)
                .mapToDouble(index -> {
                    TwinChain problem = generator.problem(index);
                    PlantedTruth truth = problem.needed().orElseThrow();
                    List<Double> needed = new ArrayList<>();
                    List<Double> distractors = new ArrayList<>();
                    for (Statement statement : problem.statements()) {
                        String name = statement.name();
                        boolean out = name.equals(Statement.QUERY)
                                || name.equals(truth.end())
                                || (counterpartOut && name.equals(truth.counterpartOfEnd()));
                        if (!out) {
                            (truth.needed().contains(name) ? needed : distractors).add(score.apply(problem, statement));
                        }
                    }
                    double won = 0;
                    for (double high : needed) {
                        for (double low : distractors) {
                            won += high > low ? 1 : high == low ? 0.5 : 0;
                        }
                    }
                    return won / (needed.size() * distractors.size());
                })
                .average()
                .orElseThrow();
    }

    @Test
    void refusesOptionsOutOfOrder() {
        int[][] wrong = {
            {1, 4, 60, 30, 99},
            {3, 2, 60, 30, 99},
            {2, 9, 60, 30, 99},
            {2, 4, -1, 30, 99},
            {2, 4, 60, 0, 99},
            {2, 4, 60, 30, 59}
        };
        for (int[] o : wrong) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new TwinChains.Options(o[0], o[1], o[2], o[3], o[4], TwinChain.Style.STEPS),
                    Arrays.toString(o));
        }
    }
}
