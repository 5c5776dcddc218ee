package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** The seconds that each phase of a step took. No result depends on them. */
final class PhaseClock {
    private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);

    /** Does a piece of work that belongs to a phase. */
    <T> T time(Phase phase, Supplier<T> work) {
        long start = System.nanoTime();
        T done = work.get();
        seconds.merge(phase, (System.nanoTime() - start) / 1e9, Double::sum);
        return done;
    }

    /** The seconds so far, by phase; counted from 0 again. */
    double[] lap() {
        double[] lap = Arrays.stream(Phase.values())
                .mapToDouble(phase -> seconds.getOrDefault(phase, 0.0))
                .toArray();
        seconds.clear();
        return lap;
    }
}
