package org.flowtracer.workbench.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rivals timed in turns: each round runs every rival once, so that whatever else disturbs the machine disturbs them alike.
 *
 * <p>Times are wall-clock milliseconds after some rounds that are not counted, {@link #WARM_UP_ROUNDS} by default.
 */
final class Turns {
    private static final int WARM_UP_ROUNDS = 5;

    private record Rival(String name, Runnable work, double[] milliseconds) {}

    private final int rounds;
    private final int warmUpRounds;
    private final List<Rival> rivals = new ArrayList<>();

    /** @param rounds how often each rival is timed */
    Turns(int rounds) {
        this(rounds, WARM_UP_ROUNDS);
    }

    /** As above, after so many rounds that are not counted. */
    Turns(int rounds, int warmUpRounds) {
        this.rounds = rounds;
        this.warmUpRounds = warmUpRounds;
    }

    /** How often each rival runs, the rounds that are not counted included. */
    int allRounds() {
        return warmUpRounds + rounds;
    }

    /** Enters a rival. */
    Turns with(String name, Runnable work) {
        rivals.add(new Rival(name, work, new double[rounds]));
        return this;
    }

    /** Runs all rounds. */
    Turns run() {
        for (int round = -warmUpRounds; round < rounds; round++) {
            for (Rival rival : rivals) {
                long start = System.nanoTime();
                rival.work().run();
                double elapsed = (System.nanoTime() - start) / 1e6;
                if (round >= 0) {
                    rival.milliseconds()[round] = elapsed;
                }
            }
        }
        return this;
    }

    private double[] milliseconds(String name) {
        return rivals.stream()
                .filter(rival -> rival.name().equals(name))
                .findFirst()
                .orElseThrow()
                .milliseconds();
    }

    /** The shortest of a rival's times. */
    double shortest(String name) {
        return Arrays.stream(milliseconds(name)).min().orElseThrow();
    }

    /** The median of a rival's times. */
    double median(String name) {
        return median(milliseconds(name).clone());
    }

    /** The median over rounds of one rival's time divided by another's in the same round. */
    double ratio(String name, String rival) {
        double[] ratios = milliseconds(name).clone();
        Arrays.setAll(ratios, round -> ratios[round] / milliseconds(rival)[round]);
        return median(ratios);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
