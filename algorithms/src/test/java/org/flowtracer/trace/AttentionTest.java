package org.flowtracer.trace;

import static org.flowtracer.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static CausalMatrix matrix(int size) {
        return CausalMatrix.over(size, new float[CausalMatrix.packedLength(size)]);
    }

    @Test
    @DisplayName("a causal matrix reads row by row and is 0 above its diagonal")
    void causalMatrix() {
        CausalMatrix matrix = CausalMatrix.over(3, new float[] {1, 0.25f, 0.75f, 0.5f, 0.3f, 0.2f});
        assertEquals(0.25f, matrix.get(1, 0));
        assertEquals(0.2f, matrix.get(2, 2));
        assertEquals(0f, matrix.get(0, 2));
        assertEquals(3, CausalMatrix.rowStart(2));
    }

    @Test
    @DisplayName("the largest matrix still fits an array")
    void largest() {
        assertEquals(2_147_450_880, CausalMatrix.packedLength(CausalMatrix.SIZE_MAX));
        assertEquals(2_147_385_345, CausalMatrix.rowStart(CausalMatrix.SIZE_MAX - 1));
        assertRefused("expected 0 to 65535 tokens, found 65536", () -> CausalMatrix.packedLength(65_536));
    }

    @Test
    @DisplayName("refuses wrong lengths and values that are no attention, and says where")
    void refusesValues() {
        assertRefused("expected 6 entries for 3 tokens, found 5", () -> CausalMatrix.over(3, new float[5]));
        assertRefused(
                "expected finite attention of at least 0, found NaN at query 1, key 0",
                () -> CausalMatrix.over(2, new float[] {1, Float.NaN, 0}));
        assertRefused(
                "expected finite attention of at least 0, found -0.5 at query 1, key 1",
                () -> CausalMatrix.over(2, new float[] {1, 0, -0.5f}));
        assertRefused(
                "expected finite attention of at least 0, found Infinity at query 0, key 0",
                () -> CausalMatrix.over(1, new float[] {Float.POSITIVE_INFINITY}));
    }

    @Test
    @DisplayName("refuses layers and heads that do not fit together")
    void refusesLayers() {
        assertRefused(
                "expected one layer index for each of 1 stored layers, found [0, 1]",
                () -> new Attention.PerLayer(List.of(0, 1), 4, List.of(matrix(2))));
        assertRefused(
                "expected ascending layer indices below 4, found [2, 1]",
                () -> new Attention.PerLayer(List.of(2, 1), 4, List.of(matrix(2), matrix(2))));
        assertRefused(
                "expected ascending layer indices below 4, found [4]",
                () -> new Attention.Averaged(List.of(4), 4, matrix(2)));
        assertRefused(
                "expected attention of 2 tokens in every layer and head",
                () -> new Attention.PerLayer(List.of(0, 1), 4, List.of(matrix(2), matrix(3))));
        assertRefused(
                "expected the same number of heads, at least 1, in every layer",
                () -> new Attention.PerHead(
                        List.of(0, 1), 4, List.of(List.of(matrix(2)), List.of(matrix(2), matrix(2)))));
    }
}
