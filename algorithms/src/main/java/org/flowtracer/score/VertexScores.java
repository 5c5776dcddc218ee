package org.flowtracer.score;

import java.util.stream.IntStream;
import org.jgrapht.alg.interfaces.VertexScoringAlgorithm;

/** From JGraphT's scores of vertices to an array. */
final class VertexScores {
    private VertexScores() {}

    /** The score of each of the vertices 0, ..., size - 1. */
    static double[] of(VertexScoringAlgorithm<Integer, Double> algorithm, int size) {
        return IntStream.range(0, size).mapToDouble(algorithm::getVertexScore).toArray();
    }
}
