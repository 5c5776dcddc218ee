package org.flowtracer;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;

/** Seeded attention graphs: each token's incoming weights sum to at most 1; the question is the first third, the answer the last eighth. */
public final class RandomDags {
    private RandomDags() {}

    /** {@code count} graphs of 2 to {@code sizeMax} tokens, from nearly empty to complete. */
    public static Stream<AttentionDag> many(long seed, int count, int sizeMax) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(j ->
                        one(random, 2 + random.nextInt(sizeMax - 1), Math.min(1, 0.1 + 1.1 * random.nextDouble())));
    }

    /** A complete graph. */
    public static AttentionDag dense(long seed, int size) {
        return one(new Random(seed), size, 1);
    }

    /** A graph in which each edge exists with the given probability. */
    public static AttentionDag one(Random random, int size, double density) {
        float[] packed = new float[size * (size - 1) / 2];
        for (int to = 1; to < size; to++) {
            int row = AttentionDag.rowStart(to);
            double sum = 1e-3;
            for (int from = 0; from < to; from++) {
                packed[row + from] = random.nextDouble() < density ? (float) (1e-3 + random.nextDouble()) : 0;
                sum += packed[row + from];
            }
            double scale = (0.3 + 0.7 * random.nextDouble()) / sum;
            for (int from = 0; from < to; from++) {
                packed[row + from] *= (float) scale;
            }
        }
        Positions question = Positions.range(0, Math.max(1, size / 3));
        Positions answer = Positions.range(size - Math.max(1, size / 8), size);
        return AttentionDag.over(size, packed, Regions.ofQuestionAndAnswer(size, question, answer));
    }
}
