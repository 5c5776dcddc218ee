package org.flowtracer.workbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.workbench.files.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterveneCommandTest {
    @TempDir
    Path home;

    @Test
    void writesTablesFigureAndManifest() throws IOException {
        CommandResult result = intervene("--problems", "4", "--scorers", "max-flow,position", "--fraction", "0.5");

        assertEquals(0, result.code(), result.err());
        assertEquals(
                Set.of(
                        "hidden-tokens.csv",
                        "hidden-tokens.pdf",
                        "hidden-tokens.png",
                        "hidden-tokens.svg",
                        "manifest.json",
                        "paper.csv",
                        "statements.csv",
                        "tokens.csv"),
                files(home.resolve("out")));
        JsonNode manifest = new ObjectMapper()
                .readTree(home.resolve("out").resolve("manifest.json").toFile());
        int right = manifest.get("right").asInt();
        int wrong = manifest.get("wrong").asInt();
        int unanswered = manifest.get("unanswered").asInt();
        assertEquals(4, right + wrong + unanswered);
        assertEquals(0.5, manifest.get("fraction").asDouble());
        assertTrue(
                result.out()
                        .contains("Answers     " + right + " right, " + wrong + " wrong, " + unanswered
                                + " without an answer"),
                result.out());
        assertEquals(
                List.of("max-flow", "position", "throughput", "random"),
                scorers("tokens.csv"),
                "those that others are measured against are added");
        assertEquals(scorers("tokens.csv"), scorers("statements.csv"));
    }

    @Test
    void optionsOfScorersAndTheGraphStandInTheManifest() throws IOException {
        CommandResult result = intervene(
                "--problems",
                "2",
                "--scorers",
                "waad",
                "--score-options",
                "{\"window_max\": 3}",
                "--answer-at",
                "predictor");
        assertEquals(0, result.code(), result.err());
        JsonNode manifest = new ObjectMapper()
                .readTree(home.resolve("out").resolve("manifest.json").toFile());
        assertEquals(3, manifest.at("/scorer_settings/waad/window_max").asInt());
        assertEquals(0.3, manifest.at("/scorer_settings/waad/head_share").asDouble());
        assertEquals("predictor", manifest.at("/answer_at/0").asText());
    }

    @Test
    void helpListsTheOptionsOfScorers() {
        String help = CommandResult.of("intervene", "--help").out().replaceAll("\\s+", " ");
        Settings.json(ScoreOptions.DEFAULT).forEach((name, value) -> {
            if (!name.equals("seed")) {
                assertTrue(help.contains(name + " " + value), name + " is not in: " + help);
            }
        });
    }

    private List<String> scorers(String table) throws IOException {
        return Files.readAllLines(home.resolve("out").resolve(table)).stream()
                .skip(1)
                .map(row -> row.substring(0, row.indexOf(',')))
                .distinct()
                .toList();
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void replacesAStudyAndNothingElse() throws IOException {
        Path out = Files.createDirectory(home.resolve("out"));
        Path thesis = Files.writeString(out.resolve("thesis.tex"), "precious");
        CommandResult refused = intervene("--problems", "2");
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.err().contains("found a folder that holds thesis.tex, in " + out), refused.err());
        assertEquals("precious", Files.readString(thesis));

        Files.delete(thesis);
        assertEquals(0, intervene("--problems", "2", "--scorers", "throughput").code());
        CommandResult again = intervene("--problems", "2", "--scorers", "entropy");
        assertEquals(0, again.code(), again.err());
        assertEquals("entropy", scorers("tokens.csv").get(0));
    }

    @Test
    void refusesArgumentsThatDoNotFit() throws IOException {
        assertRefused("expected at least 1 problem, found 0", "--problems", "0");
        assertRefused("expected a whole number of 32 bits, found 'some', in --problems", "--problems", "some");
        assertRefused("expected a fraction in (0, 1], found 0.0", "--fraction", "0");
        assertRefused("expected a fraction in (0, 1], found 1.5", "--fraction", "1.5");
        assertRefused("expected a fraction in (0, 1], found NaN", "--fraction", "NaN");
        assertRefused("found 'astrology'", "--scorers", "throughput,astrology");
        assertRefused(
                "expected each scorer once, found [entropy, entropy, throughput, random]",
                "--scorers",
                "entropy,entropy");
        assertRefused("expected at least 1 thread, found 0", "--threads", "0");
        assertRefused("expected a window of at least 1 token, found 0", "--score-options", "{\"window_max\": 0}");
        assertRefused("expected --seed instead", "--score-options", "{\"seed\": 3}");
        assertRefused("found 'chess'", "--task", "chess");
        assertRefused("found none in the task addition", "--task", "addition");
        assertRefused("found 'sideways', in --layers", "--layers", "sideways");
        assertRefused("and none but the model's 0..6, found 7..9", "--layers", "7..9");
        assertRefused("nowhere", "--model", home.resolve("nowhere").toString());
        assertRefused("expected options only, found 'more'", "more");
    }

    private void assertRefused(String message, String... options) throws IOException {
        CommandResult result = intervene(options);
        assertEquals(2, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(message), result.err());
        assertEquals("", result.out());
        assertFalse(Files.exists(home.resolve("out")));
        assertEquals(Set.of(), files(home));
    }

    private CommandResult intervene(String... options) {
        List<String> arguments = new ArrayList<>(List.of("intervene"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--out", home.resolve("out").toString()));
        return CommandResult.of(arguments.toArray(String[]::new));
    }
}
