package org.flowtracer.score;

/** One number an edge, higher = more important. */
@FunctionalInterface
public interface EdgeScores {
    /** The score of the edge from token {@code from} to the later token {@code to}; 0 where there is no edge. */
    double of(int from, int to);
}
