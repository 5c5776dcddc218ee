package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.model.Generator;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.junit.jupiter.api.Test;

/** The bundled example says of itself what the task says of it. */
class TwinChainExampleTest {
    private static final Path EXAMPLE = Path.of("..", "datasets", "examples", "twin-chain.json");

    private static final Path MODEL = Path.of("..", "datasets", "models", "flow-tiny");

    private final JsonNode example;
    private final TwinChain problem;

    TwinChainExampleTest() throws IOException {
        example = new ObjectMapper().readTree(EXAMPLE.toFile());
        problem = TwinChain.parse(example.get("prompt").textValue());
    }

    @Test
    void answerAndResponseAreRight() {
        String response = example.get("response").textValue();
        assertEquals(example.get("answer").textValue(), problem.answer());
        assertEquals(problem.reference().orElseThrow(), response);
        assertTrue(problem.verify(response).isRight());
    }

    @Test
    void bundledModelWritesThatResponse() throws IOException {
        try (LanguageModel model = LanguageModel.load(MODEL)) {
            int[] prompt = model.tokenizer().encodePrompt(problem.prompt());
            Generator.Response response = new Generator(model.weights())
                    .generate(prompt, SamplingOptions.GREEDY.withMaxTokens(110), 1, token -> {});
            assertTrue(response.ended());
            assertEquals(
                    example.get("response").textValue(),
                    model.tokenizer().decode(response.tokenIds()).text());
        }
    }

    @Test
    void truthIsThatOfThePrompt() {
        PlantedTruth truth = problem.needed().orElseThrow();
        assertEquals(strings(example.get("needed")), truth.needed());
        assertEquals(strings(example.get("distractors")), truth.distractors());
        List<List<String>> edges = truth.dependencies().stream()
                .map(edge -> List.of(edge.from(), edge.to()))
                .toList();
        List<List<String>> stated = new ArrayList<>();
        example.get("dependencies").forEach(edge -> stated.add(strings(edge)));
        assertEquals(stated, edges);
    }

    @Test
    void splitAndOriginAreTrue() {
        assertEquals(example.get("crc32").longValue(), Split.crc32(problem.key()));
        assertEquals(example.get("split").textValue(), Split.of(problem.key()).label());
        JsonNode origin = example.get("origin");
        TwinChains generator = new TwinChains(
                TwinChains.Options.DEFAULT, Split.TEST, origin.get("seed").longValue());
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
