package org.flowtracer.workbench.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StackProfileTest {
    @Test
    void tellsWorkFromWaiting() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(200);
        Thread busy = new Thread(() -> spin(seen), "seen");
        Thread idle = new Thread(() -> LockSupport.parkUntil(Long.MAX_VALUE), "unseen");
        idle.setDaemon(true);
        idle.start();
        busy.start();
        StackProfile profile = new StackProfile("seen");
        try (profile) {
            busy.join();
        }
        Map<String, Double> shares = profile.shares();
        assertEquals(1, shares.values().stream().mapToDouble(share -> share).sum(), 1e-9);
        assertTrue(shares.keySet().iterator().next().startsWith("StackProfileTest.spin: "), shares.toString());
    }

    /** Works until it has been long at it, by its own count of naps. */
    private static void spin(CountDownLatch left) {
        while (left.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            left.countDown();
        }
    }
}
