package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.Attention;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RmsNorm;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Causal self-attention over a batch, O = P V with P = softmax(Q K^T / sqrt(d)), and its gradient:
 *
 * <pre>
 * dV = P^T dO
 * dS = P (dO V^T - rows of dO . O),    since P's rows sum to 1
 * dQ = dS K / sqrt(d),  dK = dS^T Q / sqrt(d)
 * </pre>
 *
 * <p>The H / G query heads of a group are stacked, [B G, H/G T, d], so that one product serves them all and the sums over a group come by
 * themselves.
 *
 * <p>Source: Vaswani et al., arXiv 1706.03762; the rows of dO . O from Dao et al., arXiv 2205.14135.
 */
final class TrainableAttention {
    private static final MMulTranspose NONE = transposing(false, false);
    private static final MMulTranspose FIRST = transposing(true, false);
    private static final MMulTranspose SECOND = transposing(false, true);

    private final TrainableLinear queryProjection;
    private final TrainableLinear keyProjection;
    private final TrainableLinear valueProjection;
    private final TrainableLinear outputProjection;
    private final @Nullable TrainableNorm queryNorm;
    private final @Nullable TrainableNorm keyNorm;
    private final SequencePositions positions;
    private final Scratch scratch;

    private final INDArray projectedQuery; // [B, H, T, d] before norm and rotation
    private final INDArray projectedKey; // [B, G, T, d]
    private final INDArray query; // [B, H, T, d]
    private final INDArray key; // [B, G, T, d]
    private final INDArray value; // [B, G, T, d]
    private final INDArray weights; // [B, H, T, T] P
    private final INDArray mixed; // [B, H, T, d] O
    private final INDArray mixedRows; // [N, H d] O, the heads side by side
    private final INDArray outputAlong; // [B H T, 1] rows of dO . O
    private final INDArray ones; // [d, 1]
    private final double sharpness; // 1 / sqrt(d)

    TrainableAttention(
            ModelConfig config, Attention weights, Attention gradient, SequencePositions positions, Scratch scratch) {
        long B = scratch.query.size(0);
        long H = config.heads();
        long G = config.keyValueHeads();
        long T = scratch.query.size(2);
        long d = config.headWidth();
        this.queryProjection = new TrainableLinear(weights.query(), gradient.query(), B * T);
        this.keyProjection = new TrainableLinear(weights.key(), gradient.key(), B * T);
        this.valueProjection = new TrainableLinear(weights.value(), gradient.value(), B * T);
        this.outputProjection = new TrainableLinear(weights.output(), gradient.output(), B * T);
        this.queryNorm = norm(weights.queryNorm(), gradient.queryNorm(), B * H * T);
        this.keyNorm = norm(weights.keyNorm(), gradient.keyNorm(), B * G * T);
        this.positions = positions;
        this.scratch = scratch;
        this.query = Nd4j.createUninitialized(DataType.FLOAT, B, H, T, d);
        this.key = Nd4j.createUninitialized(DataType.FLOAT, B, G, T, d);
        this.projectedQuery = queryNorm == null ? query : Nd4j.createUninitialized(DataType.FLOAT, B, H, T, d);
        this.projectedKey = keyNorm == null ? key : Nd4j.createUninitialized(DataType.FLOAT, B, G, T, d);
        this.value = Nd4j.createUninitialized(DataType.FLOAT, B, G, T, d);
        this.weights = Nd4j.createUninitialized(DataType.FLOAT, B, H, T, T);
        this.mixed = Nd4j.createUninitialized(DataType.FLOAT, B, H, T, d);
        this.mixedRows = Nd4j.createUninitialized(DataType.FLOAT, B * T, H * d);
        this.outputAlong = Nd4j.createUninitialized(DataType.FLOAT, B * H * T, 1);
        this.ones = Nd4j.ones(DataType.FLOAT, d, 1);
        this.sharpness = 1 / Math.sqrt((double) d);
    }

    private static @Nullable TrainableNorm norm(@Nullable RmsNorm norm, @Nullable RmsNorm gradient, long rows) {
        return norm == null || gradient == null ? null : new TrainableNorm(norm, gradient, rows);
    }

    /**
     * Attends from every token to itself and those before it.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(INDArray input, INDArray output) {
        queryProjection.forward(input, scratch.queryRows); // [N, H d]
        projectedQuery.assign(heads(scratch.queryRows, query)); // [B, H, T, d]
        if (queryNorm != null) {
            queryNorm.forward(flat(projectedQuery), flat(query), flat(scratch.query)); // [B H T, d]
        }
        positions.turn(query, scratch.query); // [B, H, T, d]

        keyProjection.forward(input, scratch.keyRows); // [N, G d]
        projectedKey.assign(heads(scratch.keyRows, key)); // [B, G, T, d]
        if (keyNorm != null) {
            keyNorm.forward(flat(projectedKey), flat(key), flat(scratch.key)); // [B G T, d]
        }
        positions.turn(key, scratch.key); // [B, G, T, d]

        valueProjection.forward(input, scratch.keyRows); // [N, G d]
        value.assign(heads(scratch.keyRows, value)); // [B, G, T, d]

        Nd4j.exec(new Mmul(grouped(query), stacked(key), grouped(weights), sharpness, 0, SECOND)); // [B G, H/G T, T]
        Nd4j.exec(new AddOp(weights, positions.causalMask(), weights)); // [B, H, T, T]
        Nd4j.exec(new SoftMax(flat(weights), flat(weights), 1)); // [B H T, T] P
        Nd4j.exec(new Mmul(grouped(weights), stacked(value), grouped(mixed), 1, 0, NONE)); // [B G, H/G T, d] O
        heads(mixedRows, mixed).assign(mixed); // [N, H d]
        outputProjection.forward(mixedRows, output); // [N, D]
    }

    /**
     * The gradients of the weights, overwritten, and of the input.
     *
     * @param input [N, D], as in the forward pass
     * @param outputGradient [N, D]
     * @param inputGradient [N, D], overwritten
     */
    void backward(INDArray input, INDArray outputGradient, INDArray inputGradient) {
        outputProjection.backward(mixedRows, outputGradient, scratch.queryRows, 0); // [N, H d]
        INDArray mixedGradient = scratch.query; // [B, H, T, d] dO
        mixedGradient.assign(heads(scratch.queryRows, mixed));
        mixed.muli(mixedGradient); // [B, H, T, d]
        Nd4j.gemm(flat(mixed), ones, outputAlong, false, false, 1, 0); // [B H T, 1] rows of dO . O

        INDArray valueGradient = scratch.key; // [B, G, T, d] dV
        Nd4j.exec(new Mmul(grouped(weights), grouped(mixedGradient), stacked(valueGradient), 1, 0, FIRST));
        heads(scratch.keyRows, value).assign(valueGradient); // [N, G d]
        valueProjection.backward(input, scratch.keyRows, inputGradient, 0); // [N, D]

        INDArray scoreGradient = scratch.scores; // [B, H, T, T] dS
        Nd4j.exec(new Mmul(grouped(mixedGradient), stacked(value), grouped(scoreGradient), 1, 0, SECOND));
        Nd4j.exec(new SubOp(flat(scoreGradient), outputAlong, flat(scoreGradient))); // [B H T, T]
        Nd4j.exec(new MulOp(scoreGradient, weights, scoreGradient)); // [B, H, T, T]

        INDArray queryGradient = scratch.query; // [B, H, T, d] dQ
        Nd4j.exec(new Mmul(grouped(scoreGradient), stacked(key), grouped(queryGradient), sharpness, 0, NONE));
        positions.turnBack(queryGradient, scratch.queryToo); // [B, H, T, d]
        if (queryNorm != null) {
            queryNorm.backward(flat(projectedQuery), flat(queryGradient), flat(scratch.queryToo)); // [B H T, d]
        }
        heads(scratch.queryRows, query).assign(queryGradient); // [N, H d]
        queryProjection.backward(input, scratch.queryRows, inputGradient, 1); // [N, D]

        INDArray keyGradient = scratch.key; // [B, G, T, d] dK
        Nd4j.exec(new Mmul(grouped(scoreGradient), grouped(query), stacked(keyGradient), sharpness, 0, FIRST));
        positions.turnBack(keyGradient, scratch.keyToo); // [B, G, T, d]
        if (keyNorm != null) {
            keyNorm.backward(flat(projectedKey), flat(keyGradient), flat(scratch.keyToo)); // [B G T, d]
        }
        heads(scratch.keyRows, key).assign(keyGradient); // [N, G d]
        keyProjection.backward(input, scratch.keyRows, inputGradient, 1); // [N, D]
    }

    /** The attention of the last forward pass [B, H, T, T]. */
    INDArray weights() {
        return weights;
    }

    /** [N, heads d] seen as [B, heads, T, d]. */
    private static INDArray heads(INDArray rows, INDArray like) {
        return rows.reshape(like.size(0), like.size(2), like.size(1), like.size(3))
                .permute(0, 2, 1, 3);
    }

    /** [B, H, T, n] seen as [B G, H/G T, n]. */
    private INDArray grouped(INDArray heads) {
        long groups = key.size(0) * key.size(1);
        return heads.reshape(groups, heads.length() / groups / heads.size(3), heads.size(3));
    }

    /** [B, G, T, d] seen as [B G, T, d]. */
    private static INDArray stacked(INDArray groups) {
        return groups.reshape(groups.size(0) * groups.size(1), groups.size(2), groups.size(3));
    }

    /** [B, heads, T, n] seen as [B heads T, n]. */
    private static INDArray flat(INDArray heads) {
        return heads.reshape(heads.length() / heads.size(3), heads.size(3));
    }

    private static MMulTranspose transposing(boolean first, boolean second) {
        return MMulTranspose.builder()
                .transposeA(first)
                .transposeB(second)
                .transposeResult(false)
                .build();
    }
}
