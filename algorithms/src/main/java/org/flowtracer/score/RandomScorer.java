package org.flowtracer.score;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * {@code random}: independent uniform numbers in [0, 1), a control.
 *
 * <p>They follow from the seed and the tokens' texts (for a graph alone: its weights), so that many traces under one seed do not all favour
 * the same positions, and one trace always gets the same scores.
 *
 * @param seed of the generator
 */
public record RandomScorer(long seed) implements TokenScorer {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Map<String, Number> settings() {
        return Map.of("seed", seed);
    }

    @Override
    public double[] values(Evidence evidence) {
        int content = evidence.tokens()
                .map(List::hashCode)
                .orElseGet(() -> Arrays.hashCode(evidence.dag().packed()));
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + content);
        return random.doubles(evidence.size()).toArray();
    }
}
