package org.flowtracer.workbench.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Is shown what a decoder computes, pass by pass. The arrays are valid, and not to be written to, during the call. */
public interface PassListener {
    /** Looks at nothing. */
    PassListener NONE = new PassListener() {};

    /**
     * A layer has attended.
     *
     * @param first the position of the first of the pass's rows, P
     * @param weights [H, T, K]: the attention that head h's query at position P + t pays to the key at position k; 0 for later keys
     */
    default void attended(int layer, int first, INDArray weights) {}

    /**
     * A pass has ended.
     *
     * @param first the position of its first row, P
     * @param hidden [T, D]: the normed hidden state of each row, of which {@link Decoder#logits} are made
     */
    default void passed(int first, INDArray hidden) {}
}
