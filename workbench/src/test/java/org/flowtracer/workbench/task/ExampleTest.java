package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled examples say of themselves what their tasks say of them. */
class ExampleTest {
    private static final Path EXAMPLES = Path.of("..", "datasets", "examples");

    private static JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(EXAMPLES.resolve(name + ".json").toFile());
    }

    private static Problem problem(JsonNode example) {
        return Tasks.parse(
                example.get("task").textValue(), example.get("prompt").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin-chain", "words"})
    void answerAndResponseAreRight(String name) throws IOException {
        JsonNode example = read(name);
        String response = example.get("response").textValue();
        assertEquals(example.get("answer").textValue(), problem(example).answer());
        assertEquals(problem(example).reference().orElseThrow(), response);
        assertTrue(problem(example).verify(response).isRight());
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin-chain", "words"})
    void bundledModelWritesThatResponse(String name) throws IOException {
        JsonNode example = read(name);
        Path folder = Bundled.model(example.get("task").textValue());
        Assumptions.assumeTrue(Files.isDirectory(folder), folder + " is not there");
        try (LanguageModel model = LanguageModel.load(folder)) {
            int[] prompt = model.tokenizer().encodePrompt(example.get("prompt").textValue());
            Generator.Response response = new Generator(model.weights())
                    .generate(prompt, SamplingOptions.GREEDY.withMaxTokens(110), 1, token -> {});
            assertTrue(response.ended());
            assertEquals(
                    example.get("response").textValue(),
                    model.tokenizer().decode(response.tokenIds()).text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin-chain", "words"})
    void truthIsThatOfThePrompt(String name) throws IOException {
        JsonNode example = read(name);
        PlantedTruth truth = problem(example).needed().orElseThrow();
        assertEquals(strings(example.get("needed")), truth.needed());
        assertEquals(strings(example.get("distractors")), truth.distractors());
        List<List<String>> edges = truth.dependencies().stream()
                .map(edge -> List.of(edge.from(), edge.to()))
                .toList();
        List<List<String>> stated = new ArrayList<>();
        example.get("dependencies").forEach(edge -> stated.add(strings(edge)));
        assertEquals(stated, edges);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twin-chain", "words"})
    void splitAndOriginAreTrue(String name) throws IOException {
        JsonNode example = read(name);
        Problem problem = problem(example);
        assertEquals(example.get("crc32").longValue(), Split.crc32(problem.key()));
        assertEquals(example.get("split").textValue(), Split.of(problem.key()).label());
        JsonNode origin = example.get("origin");
        Task generator =
                Tasks.generator(problem.task(), Split.TEST, origin.get("seed").longValue());
        assertEquals(
                problem.prompt(),
                generator.problem(origin.get("index").intValue()).prompt());
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.textValue()));
        return strings;
    }
}
