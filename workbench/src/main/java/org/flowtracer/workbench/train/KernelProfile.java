package org.flowtracer.workbench.train;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.flowtracer.workbench.model.Linear;

/**
 * How long each kernel took, in processor time of the threads that called it: what other programs take of the machine is not counted, and
 * neither are threads that a kernel starts itself.
 */
public final class KernelProfile {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, Long> nanoseconds = new TreeMap<>();

    /** The same kernels, with their time taken down here. */
    <K> K of(K kernels, Class<K> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    long start = THREADS.getCurrentThreadCpuTime();
                    try {
                        Object result = method.invoke(kernels, arguments);
                        return result instanceof LogitKernels logits && kernels instanceof Kernels
                                ? of(logits, LogitKernels.class)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        add(name(method.getName(), arguments), THREADS.getCurrentThreadCpuTime() - start);
                    }
                }));
    }

    /** Projections are told apart by their shape. */
    private static String name(String method, Object[] arguments) {
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof Linear linear) {
                    return method + " " + linear.weight().size(1) + " to "
                            + linear.weight().size(0);
                }
            }
        }
        return method;
    }

    private synchronized void add(String name, long time) {
        nanoseconds.merge(name, time, Long::sum);
    }

    /** Forgets what was taken down. */
    public synchronized void clear() {
        nanoseconds.clear();
    }

    /** Nanoseconds of all threads by the kernel's name. */
    public synchronized Map<String, Long> nanoseconds() {
        return new TreeMap<>(nanoseconds);
    }
}
