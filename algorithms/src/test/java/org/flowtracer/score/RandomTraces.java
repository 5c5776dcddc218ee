package org.flowtracer.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;

/** Small random traces that carry everything a scorer may ask for. */
final class RandomTraces {
    private RandomTraces() {}

    /**
     * A question over the first third, then the response, whose answer ends two tokens before the last. Rows of attention sum to 1; tokens
     * are single letters, so that texts recur.
     */
    static AttentionTrace trace(long seed, int size, int layers, int heads) {
        Random random = new Random(seed);
        List<Integer> indices = new ArrayList<>();
        List<List<CausalMatrix>> attention = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            indices.add(layer);
            List<CausalMatrix> ofLayer = new ArrayList<>();
            for (int head = 0; head < heads; head++) {
                ofLayer.add(attention(random, size));
            }
            attention.add(ofLayer);
        }
        List<String> tokens = new ArrayList<>();
        float[] logProb = new float[size - 1];
        float[] entropy = new float[size];
        float[] gradients = new float[size];
        for (int t = 0; t < size; t++) {
            tokens.add(String.valueOf((char) ('a' + random.nextInt(6))));
            entropy[t] = random.nextFloat();
            if (t + 1 < size) {
                logProb[t] = -random.nextFloat();
            }
        }
        for (int t = 0; t < size - 3; t++) {
            gradients[t] = random.nextFloat();
        }
        int question = size / 3;
        Regions regions = Regions.ofRanges(0, question, question, size, size - 4, size - 2);
        return new AttentionTrace(
                tokens,
                null,
                regions,
                new Attention.PerHead(indices, layers, attention),
                logProb,
                entropy,
                new AnswerGradients(gradients, gradients, gradients));
    }

    /** Rows of positive numbers that sum to 1, sharply peaked in some of them. */
    static CausalMatrix attention(Random random, int size) {
        float[] packed = new float[CausalMatrix.packedLength(size)];
        double sharpness = 1 + 4 * random.nextDouble();
        for (int query = 0; query < size; query++) {
            double[] row = new double[query + 1];
            double sum = 0;
            for (int key = 0; key <= query; key++) {
                row[key] = Math.exp(sharpness * random.nextGaussian());
                sum += row[key];
            }
            for (int key = 0; key <= query; key++) {
                packed[CausalMatrix.rowStart(query) + key] = (float) (row[key] / sum);
            }
        }
        return CausalMatrix.over(size, packed);
    }

    /** One head from its rows. */
    static CausalMatrix matrix(double[]... rows) {
        float[] packed = new float[CausalMatrix.packedLength(rows.length)];
        for (int query = 0; query < rows.length; query++) {
            for (int key = 0; key <= query; key++) {
                packed[CausalMatrix.rowStart(query) + key] = (float) rows[query][key];
            }
        }
        return CausalMatrix.over(rows.length, packed);
    }

    /** A trace of one head a layer, without log-probabilities and entropies. */
    static AttentionTrace ofLayers(Regions regions, List<String> tokens, CausalMatrix... layers) {
        List<Integer> indices = new ArrayList<>();
        List<List<CausalMatrix>> heads = new ArrayList<>();
        for (int layer = 0; layer < layers.length; layer++) {
            indices.add(layer);
            heads.add(List.of(layers[layer]));
        }
        return new AttentionTrace(
                tokens, null, regions, new Attention.PerHead(indices, layers.length, heads), null, null);
    }
}
