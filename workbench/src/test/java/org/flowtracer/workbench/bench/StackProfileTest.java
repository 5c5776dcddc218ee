package org.flowtracer.workbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StackProfileTest {
    @Test
    void tellsWorkFromWaiting() throws InterruptedException, ExecutionException {
        CountDownLatch end = new CountDownLatch(1);
        Thread busy = new Thread(() -> work(end), "seen");
        busy.start();
        ExecutorService idle = Executors.newSingleThreadExecutor(work -> new Thread(work, "seen"));
        idle.submit(() -> {}).get();
        StackProfile profile = new StackProfile("seen");
        try (profile) {
            Thread.sleep(500);
        }
        end.countDown();
        idle.shutdown();
        Map<String, Double> shares = profile.shares();
        assertEquals(1, shares.values().stream().mapToDouble(share -> share).sum(), 1e-9, shares.toString());
        double waiting = shares.getOrDefault("waiting", 0.0);
        double working = shares.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("StackProfileTest.work: "))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertEquals(0.5, waiting, 0.1, shares.toString());
        assertTrue(working > 0.4, shares.toString());
    }

    private static void work(CountDownLatch end) {
        while (end.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
