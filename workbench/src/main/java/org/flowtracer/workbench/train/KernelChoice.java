package org.flowtracer.workbench.train;

import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels compute, on how many threads, and how much at a time.
 *
 * @param mkl whether MKL is called directly, or ND4J's operations
 * @param workers threads that take slices; ND4J's operations have threads of their own below one
 * @param sliceRows rows of a slice: with MKL so few that what a layer keeps stays in the processor's cache
 * @param profile where the time of each kernel is taken down; null for nowhere
 */
public record KernelChoice(
        boolean mkl, int workers, int sliceRows, @Nullable KernelProfile profile) {
    private static final int MKL_ROWS = 384;
    private static final int PLAIN_ROWS = 2048;

    /** MKL's where MKL is, on as many threads as ND4J uses. */
    public static KernelChoice best() {
        return Mkl.isAvailable()
                ? new KernelChoice(true, Math.max(1, ComputeBackend.start().threads()), MKL_ROWS, null)
                : new KernelChoice(false, 1, PLAIN_ROWS, null);
    }

    /** The same, with the time of each kernel taken down. */
    public KernelChoice with(KernelProfile taker) {
        return new KernelChoice(mkl, workers, sliceRows, taker);
    }

    Kernels kernels(ModelConfig config, int rows, int length) {
        Kernels kernels = mkl ? new MklKernels(config, rows, length) : new PlainKernels(config, rows, length);
        return profile == null ? kernels : profile.of(kernels, Kernels.class);
    }

    /** To be called by each worker's thread. */
    void enterThread() {
        if (mkl) {
            Mkl.useOneThread();
        }
    }
}
