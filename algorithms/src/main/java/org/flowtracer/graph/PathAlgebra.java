package org.flowtracer.graph;

/**
 * What is asked of the paths from S to T: how a path's value grows by an edge, and which of two paths, or what of both, is kept. Each is a
 * semiring, so that one sweep over a directed acyclic graph answers for all its paths (Mohri 2002, "Semiring frameworks and algorithms for
 * shortest-distance problems").
 */
public enum PathAlgebra {
    /** The sum of the lengths -log W; the smallest. No path: infinity. */
    SHORTEST(Double.POSITIVE_INFINITY, 0) {
        @Override
        double extend(double path, double weight) {
            return path + length(weight);
        }

        @Override
        double choose(double path, double other) {
            return Math.min(path, other);
        }

        @Override
        double join(double head, double tail) {
            return head + tail;
        }
    },
    /** The smallest weight of a path between tokens; the largest. No path: 0; no edge between tokens: infinity. */
    WIDEST(0, Double.POSITIVE_INFINITY) {
        @Override
        double extend(double path, double weight) {
            return Math.min(path, weight);
        }

        @Override
        double choose(double path, double other) {
            return Math.max(path, other);
        }

        @Override
        double join(double head, double tail) {
            return Math.min(head, tail);
        }
    },
    /** The number of edges, those of S and T included; the largest. No path: minus infinity. */
    LONGEST(Double.NEGATIVE_INFINITY, 1) {
        @Override
        double extend(double path, double weight) {
            return path + 1;
        }

        @Override
        double choose(double path, double other) {
            return Math.max(path, other);
        }

        @Override
        double join(double head, double tail) {
            return head + tail;
        }
    };

    private final double none;
    private final double end;

    PathAlgebra(double none, double end) {
        this.none = none;
        this.end = end;
    }

    /** The value of no path. */
    public double none() {
        return none;
    }

    /** The value of the path that is one edge of S or T. */
    double end() {
        return end;
    }

    abstract double extend(double path, double weight);

    abstract double choose(double path, double other);

    abstract double join(double head, double tail);

    /** The length -log W of an edge; 0 for a weight that rounding carried above 1. */
    static double length(double weight) {
        return Math.max(0, -Math.log(weight));
    }
}
