package org.flowtracer.workbench.model;

import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gated feed-forward network: down(silu(gate(x)) * up(x)) with silu(z) = z / (1 + exp(-z)).
 *
 * <p>Source: Shazeer, arXiv 2002.05202.
 *
 * @param gate [F, D]
 * @param up [F, D]
 * @param down [D, F]
 */
public record FeedForward(Linear gate, Linear up, Linear down) {
    /** Reads {@code a.normed} and writes the result to {@code a.change}. */
    void apply(Activations a) {
        gate.apply(a.normed, a.gate); // [T, F]
        up.apply(a.normed, a.up); // [T, F]
        Nd4j.exec(new Swish(a.gate, a.gate)); // [T, F]
        Nd4j.exec(new MulOp(a.gate, a.up, a.gate)); // [T, F]
        down.apply(a.gate, a.change); // [T, D]
    }
}
