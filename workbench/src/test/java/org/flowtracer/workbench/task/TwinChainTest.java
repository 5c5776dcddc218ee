package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwinChainTest {
    private static final TwinChain PROBLEM =
            TwinChain.parse("b=7;d=3;a=b+5;f=d+9;h=f-2;c=a-4;?c\n").withStyle(TwinChain.Style.STEPS);

    @Test
    void workedExample() {
        assertEquals("8", PROBLEM.answer());
        assertEquals(Optional.of("b=7;a=7+5=12;c=12-4=8\n#8\n"), PROBLEM.reference());
        PlantedTruth truth = PROBLEM.needed().orElseThrow();
        assertEquals(List.of("b", "a", "c"), truth.needed());
        assertEquals(List.of("d", "f", "h"), truth.distractors());
        assertEquals("c", truth.end());
        assertEquals("h", truth.counterpartOfEnd());
        assertEquals(
                List.of(
                        new Dependency("b", "a"),
                        new Dependency("d", "f"),
                        new Dependency("f", "h"),
                        new Dependency("a", "c")),
                truth.dependencies());
        assertEquals(List.of(new Dependency("b", "a"), new Dependency("a", "c")), truth.neededDependencies());
    }

    @Test
    void statementsAndStepsCutTheTextWithoutGap() {
        assertEquals(
                List.of("b=7;", "d=3;", "a=b+5;", "f=d+9;", "h=f-2;", "c=a-4;", "?c\n"),
                PROBLEM.statements().stream().map(s -> s.in(PROBLEM.prompt())).toList());
        assertEquals(List.of("b", "d", "a", "f", "h", "c", "?"), names(PROBLEM.statements()));
        String response = "b=7;a=7+5=12;c=12-4=8\n#8\nand more";
        List<Statement> steps = PROBLEM.steps(response);
        assertEquals(
                List.of("b=7;", "a=7+5=12;", "c=12-4=8\n", "#8\n", "and more"),
                steps.stream().map(s -> s.in(response)).toList());
        assertEquals(List.of("b", "a", "c", "#", ""), names(steps));
        assertEquals(List.of(), PROBLEM.steps(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b=7;d=3;a=b+5;f=d+9;h=f-2;c=a-4;?c~ | c=a-4;a=b+5;b=7;a=7+5=12;c=12-4=8~#8~",
                "b=7;d=3;a=b+5;f=d+9;c=b+a;h=d+f;?c~ | c=b+a;b=7;a=b+5;a=7+5=12;c=7+12=19~#19~",
                "b=7;d=3;a=b+5;f=d+9;c=a+b;h=f+d;?c~ | c=a+b;a=b+5;b=7;a=7+5=12;c=12+7=19~#19~",
                "b=7;d=3;a=4;f=9;c=a+b;h=f+d;?h~ | h=f+d;f=9;d=3;h=9+3=12~#12~",
            })
    void walksBackFromTheQuery(String prompt, String reference) {
        TwinChain problem = TwinChain.parse(prompt.replace('~', '\n')).withStyle(TwinChain.Style.WALK_BACK);
        assertEquals(Optional.of(reference.replace('~', '\n')), problem.reference());
    }

    /** A repeated statement names none, so that only what is worked out counts as a step and as used. */
    @Test
    void repeatedStatementsAreNoSteps() {
        String response = "c=a-4;a=b+5;b=7;a=7+5=12;c=12-4=8\n#8\n";
        assertEquals(List.of("", "", "b", "a", "c", "#"), names(PROBLEM.steps(response)));
        assertEquals(PROBLEM.needed(), PROBLEM.used(response));
        assertEquals(Optional.empty(), PROBLEM.used("c=a-4;a=b+5;a=7+5=12;c=12-4=8\n#8\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b=7;a=7+5=12;c=12-4=8~#8~ | 1 | c is 8",
                "#8 | 1 | c is 8",
                "#9~#8~ | 1 | c is 8",
                "d=3;f=3+9=12;h=12-2=10~#10~ | 0 | 'expected 8 for c, found 10, the value of h'",
                "#7 | 0 | 'expected 8 for c, found 7'",
                "#eight | 0 | 'expected 8 for c, found eight'",
                "#8~#~ | 1 | c is 8",
                "b=7;a=12 | 0 | 'expected a line such as #8, found no line that starts with #'",
                "'' | 0 | 'expected a line such as #8, found no line that starts with #'",
            })
    void everyOutcomeHasItsReason(String response, double reward, String reason) {
        assertEquals(new Verdict(reward, reason), PROBLEM.verify(response.replace('~', '\n')));
    }

    @Test
    void usedIsWhatTheResponseResolves() {
        assertEquals(PROBLEM.needed(), PROBLEM.used("b=7;a=7+5=12;c=12-4=8\n#0\n"));

        PlantedTruth other = PROBLEM.used("d=3;f=3+9=12;h=12-2=10\n#10\n").orElseThrow();
        assertEquals(List.of("d", "f", "h"), other.needed());
        assertEquals(List.of("b", "a", "c"), other.distractors());
        assertEquals("h", other.end());
        assertEquals(List.of(new Dependency("d", "f"), new Dependency("f", "h")), other.neededDependencies());

        PlantedTruth mixed = PROBLEM.used("d=3;a=3+5=8;c=8-4=4\n#4\n").orElseThrow();
        assertEquals(List.of("d", "a", "c"), mixed.needed());
        assertEquals(List.of("b", "f", "h"), mixed.distractors());
        assertEquals(List.of(new Dependency("d", "a"), new Dependency("a", "c")), mixed.neededDependencies());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#8", "b=7;a=12", "b=7;a=12;c=8;d=3", "b=7;a=12;f=12", "b=7;a=12;c=8;z=1"})
    void usedIsEmptyUnlessOneOfEachPairIsResolved(String response) {
        assertEquals(Optional.empty(), PROBLEM.used(response));
    }

    @Test
    void readsWhatTrainPyWrites() throws IOException {
        for (JsonNode drawn : TrainPyProblems.read("chains")) {
            TwinChain problem = TwinChain.parse(drawn.get("prompt").textValue()).withStyle(TwinChain.Style.STEPS);
            assertEquals(drawn.get("answer").textValue(), problem.answer());
            assertEquals(Optional.of(drawn.get("response").textValue()), problem.reference());
            assertEquals(drawn.get("crc32").longValue(), Split.crc32(problem.key()));
            assertEquals(drawn.get("split").textValue(), Split.of(problem.key()).label());
            PlantedTruth truth = problem.needed().orElseThrow();
            assertEquals(new HashSet<>(TrainPyProblems.strings(drawn.get("needed"))), Set.copyOf(truth.needed()));
            Set<Dependency> edges = new HashSet<>();
            drawn.get("edges")
                    .forEach(edge -> edges.add(
                            new Dependency(edge.get(0).textValue(), edge.get(1).textValue())));
            assertEquals(edges, Set.copyOf(truth.neededDependencies()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | at character 0 of the twin-chain prompt",
                "a=1;b=2;c=a+3;d=b+4;?c | at character 20 of the twin-chain prompt",
                "a=1;b=2;c=a+3;d=b+4;~ | at character 20 of the twin-chain prompt",
                "a=1;b=2;c=a*3;d=b+4;?c~ | at character 8 of the twin-chain prompt",
                "a=1;a=2;?a~ | 'found a a second time, at character 4 of the twin-chain prompt'",
                "a=1;b=c+2;?b~ | 'expected a variable defined earlier, found c, at character 6 of the twin-chain prompt'",
                "a=1;b=2;?c~ | 'expected a query for a defined variable, found c, at character 8 of the twin-chain prompt'",
                "a=1;b=a+2;?b~ | 'expected as many distractors as needed statements, found [] beside [a, b]'",
                "a=1;b=a+2;c=a-1;d=c+b;?b~ | found Dependency[from=a",
                "a=1;b=2;?b~~ | at character 8 of the twin-chain prompt",
                "a=1234567890;b=2;?b~ | at character 0 of the twin-chain prompt",
            })
    void refusesWhatIsNoTwinChain(String prompt, String message) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> TwinChain.parse(prompt.replace('~', '\n')));
        assertTrue(String.valueOf(refusal.getMessage()).contains(message), refusal.getMessage());
    }

    private static List<String> names(List<Statement> statements) {
        return statements.stream().map(Statement::name).collect(Collectors.toList());
    }
}
