package org.flowtracer.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionTraceTest {
    private static final AnswerGradients GRADIENTS = new AnswerGradients(new float[] {1, 2, 0}, null, null);

    private static AttentionTrace trace() {
        CausalMatrix matrix = CausalMatrix.over(3, new float[] {1, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f});
        return AttentionTrace.of(
                List.of("a", "b", "c"),
                Regions.ofRanges(0, 1, 1, 3, 2, 3),
                new Attention.Averaged(List.of(), 1, matrix));
    }

    @Test
    void gradientsAreOfOneAnswer() {
        AttentionTrace trace = trace().withGradients(GRADIENTS);
        assertSame(GRADIENTS, trace.withEntropy(new float[3]).gradients());
        assertSame(
                GRADIENTS, trace.withRegions(Regions.ofRanges(0, 1, 1, 3, 2, 3)).gradients());
        assertSame(
                AnswerGradients.NONE,
                trace.withRegions(Regions.ofRanges(0, 1, 1, 3, 1, 2)).gradients());
    }

    @Test
    void gradientsAreOfAllTokens() {
        AnswerGradients two = new AnswerGradients(null, new float[2], null);
        String message = assertThrows(IllegalArgumentException.class, () -> trace().withGradients(two))
                .getMessage();
        assertEquals("expected gradients times input of length 3 for the tokens, found 2", message);
    }
}
