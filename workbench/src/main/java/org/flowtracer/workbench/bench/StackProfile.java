package org.flowtracer.workbench.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where threads spend their time: as long as it is open, the stacks of all threads of a name are looked at every few milliseconds. A look counts for the
 * innermost method of the workbench, with the foreign method that it is in, such as {@code MklForward.project: cblas_sgemm}; for {@code waiting} where
 * the thread has nothing to do.
 *
 * <p>A thread in native code is seen where it is, one in Java at the next place where the virtual machine may stop it, which is a method's end or a
 * loop's: neighbours in Java may be taken for each other.
 */
final class StackProfile implements AutoCloseable {
    private static final String WORKBENCH = "org.flowtracer.";
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(3);

    private final String threadName;
    private final Map<String, Integer> looks = new TreeMap<>();
    private final Thread looking;
    private volatile boolean closed;

    /** @param threadName of the threads to look at */
    StackProfile(String threadName) {
        this.threadName = threadName;
        looking = new Thread(this::look, "profile");
        looking.setDaemon(true);
        looking.start();
    }

    private void look() {
        while (!closed) {
            LockSupport.parkNanos(BETWEEN_LOOKS);
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (thread.getName().equals(threadName) && stack.length > 0) {
                    looks.merge(place(stack), 1, Integer::sum);
                }
            });
        }
    }

    private static String place(StackTraceElement[] stack) {
        for (int depth = 0; depth < stack.length; depth++) {
            StackTraceElement frame = stack[depth];
            if (frame.getClassName().startsWith(WORKBENCH)) {
                String own = frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName();
                return depth == 0 ? own : own + ": " + stack[depth - 1].getMethodName();
            }
        }
        return "waiting";
    }

    /** Stops looking. */
    @Override
    public void close() {
        closed = true;
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while profiling", e);
        }
    }

    /** The share of all looks that each place got, the largest first; to be called once it is closed. */
    Map<String, Double> shares() {
        int all = looks.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        looks.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> shares.put(entry.getKey(), (double) entry.getValue() / all));
        return shares;
    }
}
