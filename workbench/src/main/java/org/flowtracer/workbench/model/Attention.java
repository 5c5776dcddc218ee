package org.flowtracer.workbench.model;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Causal self-attention with grouped queries: softmax(q k^T / sqrt(d)) v, where H / G query heads share each key-value head.
 *
 * <p>Source: Vaswani et al., arXiv 1706.03762; Ainslie et al., arXiv 2305.13245.
 *
 * @param query [H d, D]
 * @param key [G d, D]
 * @param value [G d, D]
 * @param output [D, H d]
 * @param queryNorm of each head's query, or null
 * @param keyNorm of each head's key, or null
 */
public record Attention(
        Linear query,
        Linear key,
        Linear value,
        Linear output,
        @Nullable RmsNorm queryNorm,
        @Nullable RmsNorm keyNorm) {
    private static final MMulTranspose SECOND_TRANSPOSED = MMulTranspose.builder()
            .transposeA(false)
            .transposeB(true)
            .transposeResult(false)
            .build();

    /**
     * Attends from the T rows of {@code a.normed} to themselves and to the tokens in the cache, and writes the result to {@code a.change}.
     *
     * @param cache takes the rows' keys and values, as not yet counted
     * @param turn the rotation of the rows' positions
     */
    void apply(int layer, Activations a, KeyValueCache cache, RotaryEmbedding.Turn turn, PassListener listener) {
        long T = a.rows;
        long P = cache.length();
        long K = P + T;
        long H = a.query.size(0);
        long G = a.key.size(0);
        long d = a.key.size(2);

        query.apply(a.normed, a.queries); // [T, H d]
        a.query.assign(headsFirst(a.queries, H)); // [H, T, d]
        if (queryNorm != null) {
            queryNorm.apply(flat(a.query), flat(a.query), flat(a.queryScratch), a.queryScale); // [H T, d]
        }
        turn.apply(a.query, a.queryScratch); // [H, T, d]

        key.apply(a.normed, a.keyValues); // [T, G d]
        a.key.assign(headsFirst(a.keyValues, G)); // [G, T, d]
        if (keyNorm != null) {
            keyNorm.apply(flat(a.key), flat(a.key), flat(a.keyScratch), a.keyScale); // [G T, d]
        }
        turn.apply(a.key, a.keyScratch); // [G, T, d]
        cache.nextKeys(layer, a.rows).assign(a.key); // [G, T, d]

        value.apply(a.normed, a.keyValues); // [T, G d]
        cache.nextValues(layer, a.rows).assign(headsFirst(a.keyValues, G)); // [G, T, d]

        INDArray scores = a.scores((int) K); // [H, T, K]
        INDArray grouped = scores.reshape(G, H / G * T, K); // [G, H/G T, K]
        INDArray groupedQuery = a.query.reshape(G, H / G * T, d); // [G, H/G T, d]
        Nd4j.exec(new Mmul(
                groupedQuery, cache.keys(layer, a.rows), grouped, 1 / Math.sqrt((double) d), 0, SECOND_TRANSPOSED));
        if (T > 1) {
            INDArray own = scores.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(P, K)); // [H, T, T]
            Nd4j.exec(new AddOp(own, a.causalMask, own));
        }
        INDArray weights = flat(scores); // [H T, K]
        Nd4j.exec(new SoftMax(weights, weights, 1));
        listener.attended(layer, (int) P, scores);

        INDArray mixed = a.queryScratch.reshape(G, H / G * T, d); // [G, H/G T, d]
        Nd4j.matmul(grouped, cache.values(layer, a.rows), mixed, false, false, false);
        headsFirst(a.queries, H).assign(a.queryScratch); // [H, T, d] into [T, H d]
        output.apply(a.queries, a.change); // [T, D]
    }

    /** [T, heads d] seen as [heads, T, d]. */
    private static INDArray headsFirst(INDArray rows, long heads) {
        return rows.reshape(rows.size(0), heads, rows.size(1) / heads).permute(1, 0, 2);
    }

    /** [heads, T, n] seen as [heads T, n]. */
    private static INDArray flat(INDArray heads) {
        return heads.reshape(heads.size(0) * heads.size(1), heads.size(2));
    }
}
