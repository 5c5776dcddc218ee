package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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
        AtomicBoolean refused = new AtomicBoolean();
        AtomicInteger insideAtEnd = new AtomicInteger(-1);
        AtomicBoolean interruptedAtEnd = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                caller.run();
            } catch (IllegalStateException e) {
                refused.set(true);
            }
            insideAtEnd.set(inside());
            interruptedAtEnd.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        begun.await();
        thread.interrupt();
        thread.join();
        assertTrue(refused.get(), "it gave a result");
        assertEquals(0, insideAtEnd.get(), "workers still at work");
        assertTrue(interruptedAtEnd.get(), "the interrupt was lost");
    }

    /** What is closed while another thread's call of the work runs must not be closed before that call ends. */
    public void assertAwaitedByClose(Runnable caller, Runnable close) throws InterruptedException {
        AtomicBoolean hasResult = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            caller.run();
            hasResult.set(true);
        });
        thread.start();
        begun.await();
        assertTrue(inside() > 0);
        close.run();
        assertEquals(0, inside(), "workers still at work");
        thread.join();
        assertTrue(hasResult.get(), "the call found itself closed");
    }
}
