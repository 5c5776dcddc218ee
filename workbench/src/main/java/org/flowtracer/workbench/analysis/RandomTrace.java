package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;

/**
 * A trace of dense random attention, for timing scorers: 4 layers of 2 heads, the first half the question, the last two tokens the answer, with
 * log-probabilities and entropies. The same size and seed give the same trace.
 */
public final class RandomTrace {
    private static final int LAYERS = 4;
    private static final int HEADS = 2;

    private RandomTrace() {}

    /**
     * The trace of a size.
     *
     * @param size number of tokens n, at least 6
     */
    public static AttentionTrace of(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<CausalMatrix>> heads = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            List<CausalMatrix> ofLayer = new ArrayList<>();
            for (int head = 0; head < HEADS; head++) {
                ofLayer.add(attention(size, random));
            }
            heads.add(ofLayer);
        }
        Attention attention = new Attention.PerHead(List.of(0, 1, 2, 3), LAYERS, heads);
        Regions regions = Regions.ofRanges(0, size / 2, size / 2, size, size - 2, size);
        return AttentionTrace.of(Collections.nCopies(size, "x"), regions, attention)
                .withLogProb(values(size - 1, -1, random))
                .withEntropy(values(size, 1, random));
    }

    /** Exponential weights, so that attention is uneven, each row scaled to 1. */
    private static CausalMatrix attention(int size, SplittableRandom random) {
        float[] packed = new float[CausalMatrix.packedLength(size)];
        for (int query = 0; query < size; query++) {
            int start = CausalMatrix.rowStart(query);
            double sum = 0;
            for (int key = 0; key <= query; key++) {
                packed[start + key] = (float) -Math.log(1 - random.nextDouble());
                sum += packed[start + key];
            }
            for (int key = 0; key <= query; key++) {
                packed[start + key] /= (float) sum;
            }
        }
        return CausalMatrix.over(size, packed);
    }

    private static float[] values(int count, float scale, SplittableRandom random) {
        float[] values = new float[count];
        for (int j = 0; j < count; j++) {
            values[j] = scale * (float) random.nextDouble();
        }
        return values;
    }
}
