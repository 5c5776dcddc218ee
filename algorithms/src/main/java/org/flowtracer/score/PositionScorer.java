package org.flowtracer.score;

import java.util.stream.IntStream;

/** {@code position}: -k, the earlier the higher; a control. */
public record PositionScorer() implements TokenScorer {
    @Override
    public String name() {
        return "position";
    }

    @Override
    public double[] values(Evidence evidence) {
        return IntStream.range(0, evidence.size()).mapToDouble(k -> -k).toArray();
    }
}
