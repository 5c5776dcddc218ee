package org.flowtracer;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;

/** Random attention graphs: any density, any regions (also with gaps), answers at the token or at its predictor. */
public final class ArbitraryDags {
    private ArbitraryDags() {}

    /**
     * A graph of 2 to {@code sizeMax} tokens.
     *
     * @param smallest the power of ten that weights may go down to, at most 0
     */
    public static AttentionDag draw(Random random, int sizeMax, int smallest) {
        int size = 2 + random.nextInt(sizeMax - 1);
        double density = random.nextDouble();
        float[] packed = new float[CausalMatrix.packedLength(size)];
        for (int j = 0; j < packed.length; j++) {
            boolean edge = random.nextDouble() < density;
            packed[j] = edge ? (float) Math.pow(10, smallest * random.nextDouble()) : 0f;
        }
        Attention attention = new Attention.Averaged(List.of(), 1, CausalMatrix.over(size, packed));
        AttentionTrace trace = TraceOf.attention(attention, regions(random, size));
        DagOptions options = DagOptions.DEFAULT.withLayers(LayerBand.STORED);
        boolean atPredictor = random.nextInt(3) == 0;
        return AttentionDag.of(trace, atPredictor ? options.withAnswerAt(DagOptions.AnswerAt.PREDICTOR) : options);
    }

    /** A question before position {@code cut}, a response from there on, and an answer in it; the question and the answer may have gaps. */
    private static Regions regions(Random random, int size) {
        int cut = 1 + random.nextInt(size - 1);
        boolean gaps = random.nextBoolean();
        int[] question = IntStream.range(0, cut)
                .filter(k -> k == cut - 1 || !gaps || random.nextBoolean())
                .toArray();
        int answerFrom = cut + random.nextInt(size - cut);
        int[] answer = IntStream.range(answerFrom, size)
                .filter(k -> k == answerFrom || (gaps ? random.nextBoolean() : k < answerFrom + 3))
                .toArray();
        return new Regions(Positions.of(question), Positions.range(cut, size), Positions.of(answer));
    }
}
