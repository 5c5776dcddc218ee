package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What takes a worker long and cannot be interrupted, as a matrix product, and whoever calls it. */
public final class SlowWork {
    private static final long NANOS = 300_000_000;

    private final AtomicInteger inside = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);

    /** To be called by workers. */
    public void run() {
        inside.incrementAndGet();
        begun.countDown();
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS; ) {
            Thread.onSpinWait();
        }
        inside.decrementAndGet();
    }

    /** How many workers are at it. */
    public int inside() {
        return inside.get();
    }

    /** A caller of the work is interrupted while it runs; its call must not end before the work does. */
    public void assertAwaitedWhenInterrupted(Runnable caller) throws InterruptedException {
        AtomicReference<Optional<RuntimeException>> thrown = new AtomicReference<>(Optional.empty());
        AtomicInteger insideAtEnd = new AtomicInteger(-1);
        AtomicInteger interruptedAtEnd = new AtomicInteger(-1);
        Thread thread = new Thread(() -> {
            try {
                caller.run();
            } catch (IllegalStateException e) {
                thrown.set(Optional.of(e));
            }
            insideAtEnd.set(inside());
            interruptedAtEnd.set(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        thread.start();
        begun.await();
        thread.interrupt();
        thread.join();
        assertInstanceOf(IllegalStateException.class, thrown.get().orElseThrow());
        assertEquals(0, insideAtEnd.get(), "workers still at work");
        assertEquals(1, interruptedAtEnd.get(), "the interrupt was lost");
    }

    /** What is closed while another thread's call of the work runs must not be closed before the work ends. */
    public void assertAwaitedByClose(Runnable caller, Runnable close) throws InterruptedException {
        Thread thread = new Thread(caller);
        thread.setUncaughtExceptionHandler((ended, exception) -> {}); // its call finds itself closed, as it may
        thread.start();
        begun.await();
        assertTrue(inside() > 0);
        close.run();
        assertEquals(0, inside(), "workers still at work");
        thread.join();
    }
}
