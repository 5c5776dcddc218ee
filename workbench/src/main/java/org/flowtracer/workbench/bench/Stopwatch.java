package org.flowtracer.workbench.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Takes times and heap sizes. Results of what is timed are kept until the end, so that it cannot be optimised away. */
final class Stopwatch {
    private Stopwatch() {}

    /** The median wall-clock time of {@code repeats} runs, after two that are not counted. */
    static double medianMillis(int repeats, Supplier<?> work) {
        Object[] results = new Object[2];
        double[] millis = new double[repeats];
        for (int j = -2; j < repeats; j++) {
            long start = System.nanoTime();
            results[j & 1] = work.get();
            long nanos = System.nanoTime() - start;
            if (j >= 0) {
                millis[j] = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
            }
        }
        Arrays.sort(millis);
        if (results[0] == null) {
            throw new IllegalStateException("expected a result of what is timed, found none");
        }
        return repeats % 2 == 1 ? millis[repeats / 2] : (millis[repeats / 2 - 1] + millis[repeats / 2]) / 2;
    }

    /** The bytes in use on the heap after garbage was collected. */
    static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int j = 0; j < 3; j++) {
            runtime.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
