package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final SamplingOptions SAMPLED = new SamplingOptions(5, 0, 1, 8);

    private static ModelConfig config(Set<Integer> ends) {
        return new ModelConfig(
                Family.LLAMA,
                32,
                16,
                24,
                2,
                4,
                2,
                4,
                1e-6,
                new RotaryConfig(1e4, new RotaryConfig.Linear(2)),
                20,
                false,
                AttentionBias.QUERY_KEY_VALUE_OUTPUT,
                true,
                ends);
    }

    private static Generator.Response generate(Set<Integer> ends, int[] prompt, SamplingOptions options, long seed) {
        return new Generator(ModelWeights.random(config(ends), 3)).generate(prompt, options, seed, token -> {});
    }

    @Test
    void theSeedDecides() {
        int[] prompt = {4, 5};
        int[] first = generate(Set.of(), prompt, SAMPLED, 1).tokenIds();
        assertArrayEquals(first, generate(Set.of(), prompt, SAMPLED, 1).tokenIds());
        assertNotEquals(
                Arrays.toString(first),
                Arrays.toString(generate(Set.of(), prompt, SAMPLED, 2).tokenIds()));
        assertEquals(8, first.length);
    }

    @Test
    void stopsAtAnyEndToken() {
        int[] prompt = {4, 5};
        int[] free = generate(Set.of(), prompt, SAMPLED, 1).tokenIds();
        int end = free[3];
        int at = 0;
        while (free[at] != end) {
            at++;
        }
        int never = Arrays.stream(new int[] {30, 31, 29, 28, 27, 26, 25, 24, 23})
                .filter(id -> Arrays.stream(free).noneMatch(token -> token == id))
                .findFirst()
                .orElseThrow();
        Generator.Response ended = generate(Set.of(never, end), prompt, SAMPLED, 1);
        assertTrue(ended.ended());
        assertArrayEquals(Arrays.copyOf(free, at), ended.tokenIds());
    }

    @Test
    void stopsWhereThePositionsEndAndTellsEachToken() {
        List<Integer> told = new ArrayList<>();
        Generator.Response response =
                new Generator(ModelWeights.random(config(Set.of()), 3)).generate(new int[15], SAMPLED, 0, told::add);
        assertFalse(response.ended());
        assertEquals(5, response.tokenIds().length);
        assertEquals(told, Arrays.stream(response.tokenIds()).boxed().toList());
    }

    @Test
    void refusesAPromptThatCannotBeContinued() {
        assertThrows(InputException.class, () -> generate(Set.of(), new int[0], SAMPLED, 0));
        assertThrows(InputException.class, () -> generate(Set.of(), new int[20], SAMPLED, 0));
        String message = assertThrows(InputException.class, () -> generate(Set.of(), new int[] {1, 32}, SAMPLED, 0))
                .getMessage();
        assertEquals("expected token ids below the vocabulary of 32, found 32 at position 1, in the prompt", message);
    }
}
