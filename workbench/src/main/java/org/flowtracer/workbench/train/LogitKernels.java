package org.flowtracer.workbench.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The arithmetic of losses that are functions of log-probabilities; otherwise as {@link Kernels}. */
interface LogitKernels extends AutoCloseable {
    /**
     * Softmax of logits.
     *
     * @param logits z [N, V]
     * @param probabilities p [N, V], overwritten
     * @return for each row the logarithm of the sum of exp(z) [N]
     */
    float[] softmax(int N, INDArray logits, INDArray probabilities);

    /**
     * One logit of each row [N].
     *
     * @param labels which; 0 is given where it is {@link Batch#NO_LABEL}
     */
    float[] pick(int[] labels, INDArray logits);

    /** The expectation of each row's logit, the sum of p z [N]. */
    float[] expectation(int N, INDArray probabilities, INDArray logits);

    /**
     * The gradient of the logits when the loss has a slope in each row's log p(label): slope (one-hot of the label - p).
     *
     * @param labels [N]
     * @param slope [N]; taken as 0 where there is no label
     * @param gradient [N, V], overwritten
     */
    void logProbBackward(int[] labels, float[] slope, INDArray probabilities, INDArray gradient);

    /** Gives the scratch memory back. */
    @Override
    void close();
}
