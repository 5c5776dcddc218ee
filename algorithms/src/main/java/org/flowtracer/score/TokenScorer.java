package org.flowtracer.score;

import java.util.Optional;
import java.util.function.Function;

/**
 * One way to say how much each token matters. Implementations are immutable, deterministic and safe for many threads.
 */
public interface TokenScorer {
    /** The name on the command line and in tables, such as {@code throughput} or {@code attention-received-max}. */
    String name();

    /** What this scorer needs and the evidence does not carry, in plain words; empty if it can score. */
    default Optional<String> lacks(Evidence evidence) {
        return Optional.empty();
    }

    /**
     * The score of each token [n], higher = more important.
     *
     * @throws IllegalArgumentException if {@link #lacks} something
     */
    TokenScores score(Evidence evidence);

    /** A scorer from a function to the values [n], for trying out one's own. */
    static TokenScorer of(String name, Function<Evidence, double[]> values) {
        return new TokenScorer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenScores score(Evidence evidence) {
                return new TokenScores(name, values.apply(evidence));
            }
        };
    }
}
