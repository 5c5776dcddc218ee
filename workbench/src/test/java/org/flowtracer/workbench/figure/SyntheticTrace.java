package org.flowtracer.workbench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;

/** Traces of any length without a model: attention on recent tokens, on punctuation, and on earlier tokens of the same text. */
public final class SyntheticTrace {
    private static final List<String> TEXTS = List.of(
            " the",
            " apples",
            " total",
            " gets",
            " 1",
            "2",
            "7",
            " +",
            " =",
            " so",
            " then",
            ",",
            ".",
            "\n",
            " (",
            ")",
            " x",
            " multiplied",
            " by",
            " answer");

    private SyntheticTrace() {}

    /**
     * A trace of which the first quarter is the question and the last 3 % (at least two tokens) the answer.
     *
     * @param layers how many layers are kept apart
     */
    public static AttentionTrace of(int size, int layers, long seed) {
        var random = new Random(seed);
        List<String> tokens = IntStream.range(0, size)
                .mapToObj(k -> TEXTS.get(random.nextInt(TEXTS.size())))
                .toList();
        List<CausalMatrix> means = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            means.add(attention(tokens, random));
        }
        int answer = Math.max(2, size * 3 / 100);
        return new AttentionTrace(
                tokens,
                new int[size],
                Regions.ofRanges(0, size / 4, size / 4, size, size - answer, size),
                new Attention.PerLayer(IntStream.range(0, layers).boxed().toList(), layers, means),
                new float[size - 1],
                new float[size]);
    }

    private static CausalMatrix attention(List<String> tokens, Random random) {
        int size = tokens.size();
        float[] packed = new float[CausalMatrix.packedLength(size)];
        for (int query = 0; query < size; query++) {
            int start = CausalMatrix.rowStart(query);
            double sum = 0;
            for (int key = 0; key <= query; key++) {
                String read = tokens.get(key);
                double weight = Math.exp(-(query - key) / 12.0)
                        + (read.length() == 1 ? 0.05 : 0.004)
                        + (read.equals(tokens.get(query)) ? 0.1 * random.nextDouble() : 0)
                        + 0.003 * random.nextDouble();
                packed[start + key] = (float) weight;
                sum += weight;
            }
            for (int key = 0; key <= query; key++) {
                packed[start + key] /= (float) sum;
            }
        }
        return CausalMatrix.over(size, packed);
    }
}
