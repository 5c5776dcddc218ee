package org.flowtracer.workbench.exchange;

import java.nio.FloatBuffer;
import java.util.List;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;

/** Attention as the full square matrices of a trace folder, computed while they are written. */
final class AttentionSource {
    private AttentionSource() {}

    /**
     * Adds the tensor that keeps as much as was asked for.
     *
     * @throws IllegalArgumentException if the attention has been averaged further than that
     */
    static void add(SafetensorsWriter writer, Attention attention, AttentionDag dag, Keep keep) {
        long n = attention.size();
        switch (keep) {
            case WEIGHTS -> writer.add(AttentionReader.WEIGHTS, (from, target) -> weights(dag, from, target), n, n);
            case LAYERS -> {
                List<CausalMatrix> layers = layers(attention);
                writer.add(
                        AttentionReader.LAYERS, (from, target) -> squares(layers, from, target), layers.size(), n, n);
            }
            case HEADS -> {
                if (!(attention instanceof Attention.PerHead perHead)) {
                    throw new IllegalArgumentException(
                            "expected a trace that holds every head to keep them, found one that is averaged over heads");
                }
                List<CausalMatrix> heads =
                        perHead.heads().stream().flatMap(List::stream).toList();
                writer.add(
                        AttentionReader.HEADS,
                        (from, target) -> squares(heads, from, target),
                        perHead.heads().size(),
                        perHead.headCount(),
                        n,
                        n);
            }
        }
    }

    private static List<CausalMatrix> layers(Attention attention) {
        if (attention instanceof Attention.PerLayer perLayer) {
            return perLayer.means();
        }
        if (attention instanceof Attention.PerHead perHead) {
            return perHead.heads().stream().map(AttentionSource::mean).toList();
        }
        throw new IllegalArgumentException(
                "expected a trace that holds each layer to keep them, found one that is averaged over layers");
    }

    private static CausalMatrix mean(List<CausalMatrix> heads) {
        float[] packed = new float[heads.get(0).packed().length];
        for (int j = 0; j < packed.length; j++) {
            double sum = 0;
            for (CausalMatrix head : heads) {
                sum += head.packed()[j];
            }
            packed[j] = (float) (sum / heads.size());
        }
        return CausalMatrix.over(heads.get(0).size(), packed);
    }

    /** The elements of the stacked matrices [matrix, query, key] from {@code from} on. */
    private static void squares(List<CausalMatrix> matrices, long from, FloatBuffer target) {
        int n = matrices.get(0).size();
        for (long element = from; target.hasRemaining(); ) {
            int key = (int) (element % n);
            int query = (int) (element / n % n);
            float[] packed = matrices.get((int) (element / n / n)).packed();
            int inRow = Math.min(n - key, target.remaining());
            int stored = Math.max(0, Math.min(query + 1 - key, inRow));
            target.put(packed, CausalMatrix.rowStart(query) + Math.min(key, query), stored);
            for (int j = stored; j < inRow; j++) {
                target.put(0f);
            }
            element += inRow;
        }
    }

    /** The elements of W [earlier token, later token] from {@code from} on. */
    private static void weights(AttentionDag dag, long from, FloatBuffer target) {
        int n = dag.size();
        for (long element = from; target.hasRemaining(); element++) {
            target.put((float) dag.weight((int) (element / n), (int) (element % n)));
        }
    }
}
