package org.flowtracer.score;

import java.util.stream.IntStream;

/** {@code recency}: k, the later the higher; a control. */
public record RecencyScorer() implements TokenScorer {
    @Override
    public String name() {
        return "recency";
    }

    @Override
    public double[] values(Evidence evidence) {
        return IntStream.range(0, evidence.size()).mapToDouble(k -> k).toArray();
    }
}
