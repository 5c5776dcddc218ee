package org.flowtracer.score;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One way to say how much each token matters. Implementations are immutable, deterministic and safe for many threads; they give {@link #name},
 * {@link #values} and, where a graph alone does not suffice, {@link #lacks}.
 */
public interface TokenScorer {
    /** The name on the command line and in tables, such as {@code throughput} or {@code attention-received-max}. */
    String name();

    /**
     * What was chosen for this scorer beside its name, for manifests: by the components of {@link ScoreOptions}, in small letters with underscores;
     * empty if there is nothing to choose.
     */
    default Map<String, Number> settings() {
        return Map.of();
    }

    /** What this scorer needs and the evidence does not carry, in plain words; empty if it can score. */
    default Optional<String> lacks(Evidence evidence) {
        return Optional.empty();
    }

    /** The score of each token [n], finite, higher = more important; called only on evidence that {@link #lacks} nothing. */
    double[] values(Evidence evidence);

    /**
     * The score of each token, under this scorer's name.
     *
     * @throws IllegalArgumentException if the evidence {@link #lacks} something, or a value is not finite
     */
    default TokenScores score(Evidence evidence) {
        lacks(evidence).ifPresent(lacking -> {
            throw new IllegalArgumentException("expected " + lacking + " for scorer " + name() + ", found none");
        });
        return new TokenScores(name(), values(evidence));
    }

    /**
     * The score of each edge: the scorer's own flow along it where it has one, else {@code W[i][k] s(i) s(k)} with s the tokens' scores.
     *
     * <p>The product knows no sign: two tokens of negative scores make an edge as strong as two of positive ones. So {@code position}, whose scores
     * are those of {@code recency} negated, orders edges as that does.
     *
     * @throws IllegalArgumentException as {@link #score}
     */
    default EdgeScores edgeScores(Evidence evidence) {
        TokenScores scores = score(evidence);
        return (from, to) -> evidence.dag().weight(from, to) * scores.of(from) * scores.of(to);
    }

    /** A scorer from a function to the values [n], for trying out one's own. */
    static TokenScorer of(String name, Function<Evidence, double[]> values) {
        return new TokenScorer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] values(Evidence evidence) {
                return values.apply(evidence);
            }
        };
    }
}
