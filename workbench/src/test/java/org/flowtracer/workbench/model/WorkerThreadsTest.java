package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {
    private final SlowWork slow = new SlowWork();

    @Test
    void waitsForAllWhenInterrupted() throws InterruptedException {
        try (WorkerThreads threads = new WorkerThreads(2, "test")) {
            slow.assertAwaitedWhenInterrupted(() -> threads.run(List.of(slow::run, slow::run)));
        }
    }

    @Test
    void waitsForAllWhenOneFailsAndThrowsWhatItThrew() {
        IllegalArgumentException thrown = new IllegalArgumentException();
        try (WorkerThreads threads = new WorkerThreads(2, "test")) {
            List<Runnable> tasks = List.of(
                    () -> {
                        throw thrown;
                    },
                    slow::run);
            assertSame(thrown, assertThrows(IllegalArgumentException.class, () -> threads.run(tasks)));
            assertEquals(0, slow.inside());
        }
    }

    @Test
    void anErrorIsTheCause() {
        AssertionError thrown = new AssertionError();
        try (WorkerThreads threads = new WorkerThreads(1, "test")) {
            List<Runnable> tasks = List.of(() -> {
                throw thrown;
            });
            assertSame(
                    thrown,
                    assertThrows(IllegalStateException.class, () -> threads.run(tasks))
                            .getCause());
        }
    }

    @Test
    void isClosedWhenAllAreDone() throws InterruptedException {
        WorkerThreads threads = new WorkerThreads(2, "test");
        slow.assertAwaitedByClose(() -> threads.run(List.of(slow::run, slow::run)), threads::close);
    }

    @Test
    void isClosedWhenAllAreDoneEvenByOneWhoIsInterrupted() throws InterruptedException {
        WorkerThreads threads = new WorkerThreads(1, "test");
        slow.assertAwaitedByClose(() -> threads.run(List.of(slow::run)), () -> {
            Thread.currentThread().interrupt();
            threads.close();
            assertTrue(Thread.interrupted());
        });
    }
}
