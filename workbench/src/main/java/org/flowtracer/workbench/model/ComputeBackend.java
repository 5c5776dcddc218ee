package org.flowtracer.workbench.model;

import java.util.Locale;
import java.util.Properties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computes: the backend behind ND4J, as it reports itself.
 *
 * @param backend CPU or CUDA
 * @param blas the library of the matrix products: MKL or OPENBLAS on a processor, CUBLAS on a graphics card
 * @param blasThreads how many threads the matrix products use
 * @param threads how many threads the other operations use
 * @param cores how many processors Java sees
 */
public record ComputeBackend(String backend, String blas, int blasThreads, int threads, int cores) {
    private static final CudaBuild CUDA = CudaBuild.found();

    /**
     * Starts ND4J, on the first call, with the settings that all of the workbench relies on, and tells what it found. Whoever makes the first
     * array of a process calls this before.
     *
     * @throws org.flowtracer.workbench.files.InputException if this is a build for graphics cards and the machine has none that it can use
     * @throws IllegalStateException if ND4J finds no backend for this machine
     */
    public static ComputeBackend start() {
        CUDA.problem().ifPresent(problem -> {
            throw problem;
        });
        return Holder.STARTED;
    }

    /** In plain words whether a graphics card computes. */
    public static String cuda() {
        return CUDA.describe();
    }

    private static final class Holder {
        private static final ComputeBackend STARTED = begin();
    }

    private static ComputeBackend begin() {
        // Arrays lie outside Java's heap: what they may take is for the machine to say, not for -Xmx, which limits them
        // by default.
        setUnlessSet("org.bytedeco.javacpp.maxbytes", "0");
        setUnlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
        try {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
            throw new IllegalStateException("expected an ND4J backend for this machine, found none that starts", e);
        }
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        Properties found = Nd4j.getExecutioner().getEnvironmentInformation();
        return new ComputeBackend(
                String.valueOf(found.get(Nd4jEnvironment.BACKEND_KEY)),
                String.valueOf(found.get(Nd4jEnvironment.BLAS_VENDOR_KEY)).toUpperCase(Locale.ROOT),
                number(found, Nd4jEnvironment.BLAS_THREADS_KEY),
                number(found, Nd4jEnvironment.OMP_THREADS_KEY),
                Runtime.getRuntime().availableProcessors());
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** A count, 0 where the backend does not tell. */
    private static int number(Properties found, String key) {
        return found.get(key) instanceof Number count ? count.intValue() : 0;
    }
}
