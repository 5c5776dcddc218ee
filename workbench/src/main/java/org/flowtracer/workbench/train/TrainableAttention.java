package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.Attention;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RmsNorm;
import org.flowtracer.workbench.train.Kernels.Attended;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Causal self-attention over a slice with its projections, norms and rotations, and its gradient ({@link Kernels#attend} and
 * {@link Kernels#attendBackward} have the formulas). Heads stand side by side throughout.
 *
 * <p>Source: Vaswani et al., arXiv 1706.03762.
 */
final class TrainableAttention {
    private final Kernels kernels;
    private final Attention projections;
    private final int heads;
    private final int groups;
    private final @Nullable TrainableNorm queryNorm;
    private final @Nullable TrainableNorm keyNorm;
    private final INDArray projectedQuery; // [N, H d] before norm and rotation
    private final INDArray projectedKey; // [N, G d]
    private final Attended attended; // Q, K, V, O
    private final INDArray weights; // [B, H, T, T] P
    private final Scratch scratch;

    TrainableAttention(
            Kernels kernels, ModelConfig config, Attention projections, ActivationMemory memory, Scratch scratch) {
        this.kernels = kernels;
        this.projections = projections;
        this.scratch = scratch;
        heads = config.heads();
        groups = config.keyValueHeads();
        long N = scratch.rows;
        queryNorm = norm(kernels, projections.queryNorm(), memory, N * heads);
        keyNorm = norm(kernels, projections.keyNorm(), memory, N * groups);
        attended = new Attended(
                memory.floats(N, config.queryWidth()),
                memory.floats(N, config.keyValueWidth()),
                memory.floats(N, config.keyValueWidth()),
                memory.floats(N, config.queryWidth()));
        projectedQuery = queryNorm == null ? attended.query() : memory.floats(N, config.queryWidth());
        projectedKey = keyNorm == null ? attended.key() : memory.floats(N, config.keyValueWidth());
        weights = memory.floats(N * heads, scratch.length);
    }

    private static @Nullable TrainableNorm norm(
            Kernels kernels, @Nullable RmsNorm norm, ActivationMemory memory, long rows) {
        return norm == null ? null : new TrainableNorm(kernels, norm, memory, rows);
    }

    /**
     * Attends from every token to itself and those before it in its sequence.
     *
     * @param input [N, D], to be kept for the backward pass
     * @param output [N, D], overwritten
     */
    void forward(int B, int T, INDArray input, INDArray output) {
        int N = B * T;
        kernels.linear(N, input, projections.query(), projectedQuery); // [N, H d]
        if (queryNorm != null) {
            queryNorm.forward(N * heads, projectedQuery, attended.query()); // [N H, d]
        }
        kernels.turn(B, T, attended.query(), scratch.queryRotation); // [N, H d]

        kernels.linear(N, input, projections.key(), projectedKey); // [N, G d]
        if (keyNorm != null) {
            keyNorm.forward(N * groups, projectedKey, attended.key()); // [N G, d]
        }
        kernels.turn(B, T, attended.key(), scratch.keyRotation); // [N, G d]

        kernels.linear(N, input, projections.value(), attended.value()); // [N, G d]
        kernels.attend(B, T, attended, weights); // [N, H d]
        kernels.linear(N, attended.mixed(), projections.output(), output); // [N, D]
    }

    /**
     * The way back.
     *
     * @param input [N, D], as in the forward pass
     * @param gradient of the weights, to which is added
     * @param outputGradient [N, D]
     * @param inputGradient [N, D], overwritten
     */
    void backward(int B, int T, INDArray input, Attention gradient, INDArray outputGradient, INDArray inputGradient) {
        int N = B * T;
        INDArray dQ = scratch.queryGradient; // [N, H d]
        INDArray dK = scratch.keyGradient; // [N, G d]
        INDArray dV = scratch.valueGradient; // [N, G d]
        INDArray dO = scratch.mixedGradient; // [N, H d]
        kernels.linearBackward(N, attended.mixed(), outputGradient, projections.output(), gradient.output(), dO, 0);
        kernels.attendBackward(B, T, attended, weights, new Attended(dQ, dK, dV, dO));
        kernels.linearBackward(N, input, dV, projections.value(), gradient.value(), inputGradient, 0);

        kernels.turnBack(B, T, dQ, scratch.queryRotation); // [N, H d]
        if (queryNorm != null && gradient.queryNorm() != null) {
            queryNorm.backward(N * heads, projectedQuery, gradient.queryNorm(), dQ); // [N H, d]
        }
        kernels.linearBackward(N, input, dQ, projections.query(), gradient.query(), inputGradient, 1);

        kernels.turnBack(B, T, dK, scratch.keyRotation); // [N, G d]
        if (keyNorm != null && gradient.keyNorm() != null) {
            keyNorm.backward(N * groups, projectedKey, gradient.keyNorm(), dK); // [N G, d]
        }
        kernels.linearBackward(N, input, dK, projections.key(), gradient.key(), inputGradient, 1);
    }

    /** The attention of the last forward pass [B, H, T, T]. */
    INDArray weights() {
        return weights;
    }
}
