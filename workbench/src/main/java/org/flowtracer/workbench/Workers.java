package org.flowtracer.workbench;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/** So many threads for parallel streams; where one has failed, the others are waited for before anything is taken away from them. */
record Workers(ForkJoinPool pool) implements AutoCloseable {
    static Workers of(int threads) {
        return new Workers(new ForkJoinPool(threads));
    }

    /** What the work gives; its parallel streams use these threads. What it throws is thrown here, without the wrappings of its threads. */
    <T> T call(Callable<T> work) {
        try {
            return pool.submit(work).join();
        } catch (RuntimeException e) {
            RuntimeException thrown = e;
            while (thrown.getCause() instanceof RuntimeException cause && cause.getClass() == thrown.getClass()) {
                thrown = cause;
            }
            throw thrown;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        while (!pool.isTerminated()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
