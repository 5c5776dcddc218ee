package org.flowtracer.workbench.reproduce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Tells a listener after every fiftieth problem how many are done; problems may end on any thread. */
final class ProblemCount implements Runnable {
    private static final int EVERY = 50;

    private final int problems;
    private final Consumer<String> listener;
    private final AtomicInteger done = new AtomicInteger();

    /** @param problems how many there are */
    ProblemCount(int problems, Consumer<String> listener) {
        this.problems = problems;
        this.listener = listener;
    }

    /** One more is done. */
    @Override
    public void run() {
        int count = done.incrementAndGet();
        if (count % EVERY == 0) {
            listener.accept(count + " of " + problems + " problems");
        }
    }
}
