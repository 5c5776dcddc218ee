package org.flowtracer.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.dag.AttentionDag;
import org.jspecify.annotations.Nullable;

/**
 * The k shortest paths from S to T by the lengths -log W, shortest first; in an acyclic graph every path is simple.
 *
 * <p>Recursive enumeration (Jimenez and Marzal 1999, "Computing the k shortest paths: a new algorithm and an experimental comparison"): the j-th
 * path to a token is the best extension of some path to a predecessor, and only the paths that are asked for are made. Of equally long paths
 * the one that is earlier where they last differ comes first.
 *
 * <p>Cost: O(n^2) time for the first path, then for each at most O(log n) a token of it, and O(n) once for each token that any path visits.
 * Not safe for many threads.
 */
public final class KBestPaths {
    /** Order of candidates: length, then the earlier predecessor, then the better path to it. */
    private static final Comparator<Candidate> BY_LENGTH = Comparator.comparingDouble(Candidate::length)
            .thenComparingInt(Candidate::predecessor)
            .thenComparingInt(Candidate::rank);

    private static final int SOURCE = -1;
    private static final Candidate NONE = new Candidate(Double.POSITIVE_INFINITY, SOURCE, 0);

    private final AttentionDag dag;
    private final double[] length;
    private final int[] predecessor;
    private final List<@Nullable Paths> pathsTo;

    /** Finds the shortest path to every token. */
    public KBestPaths(AttentionDag dag) {
        this.dag = dag;
        int sink = dag.size();
        length = new double[sink + 1];
        predecessor = new int[sink + 1];
        pathsTo = new ArrayList<>(Collections.nCopies(sink + 1, null));
        for (int vertex = 0; vertex <= sink; vertex++) {
            Candidate best = candidates(vertex).min(BY_LENGTH).orElse(NONE);
            length[vertex] = best.length();
            predecessor[vertex] = best.predecessor();
        }
    }

    /**
     * A path.
     *
     * @param tokens from a question token to an answer token, in order
     * @param length the sum of -log W over its edges
     */
    public record Path(List<Integer> tokens, double length) {}

    /** The {@code rank}-th path to a predecessor and one edge more. */
    private record Candidate(double length, int predecessor, int rank) {}

    /** The paths to one vertex: those found, ascending, and the best not yet taken through each predecessor. */
    private record Paths(List<Candidate> found, PriorityQueue<Candidate> waiting) {
        Candidate last() {
            return found.get(found.size() - 1);
        }
    }

    /** The {@code count} shortest paths, or all if there are fewer. */
    public List<Path> best(int count) {
        int sink = dag.size();
        List<Path> best = new ArrayList<>();
        for (int rank = 0; rank < count && length[sink] < Double.POSITIVE_INFINITY; rank++) {
            if (pathsTo(sink).found().size() == rank) {
                findNext(sink);
            }
            if (pathsTo(sink).found().size() == rank) {
                break;
            }
            best.add(path(pathsTo(sink).found().get(rank)));
        }
        return best;
    }

    private Path path(Candidate last) {
        List<Integer> tokens = new ArrayList<>();
        for (Candidate step = last; step.predecessor() != SOURCE; ) {
            tokens.add(step.predecessor());
            step = pathsTo(step.predecessor()).found().get(step.rank());
        }
        Collections.reverse(tokens);
        return new Path(tokens, last.length());
    }

    /** Finds the next path to a vertex if there is one: first, up the path found last, the next one to each predecessor. */
    private void findNext(int vertex) {
        List<Integer> asked = new ArrayList<>();
        for (int head = vertex; head != SOURCE; ) {
            asked.add(head);
            Candidate last = pathsTo(head).last();
            boolean known = last.predecessor() == SOURCE
                    || pathsTo(last.predecessor()).found().size() > last.rank() + 1;
            head = known ? SOURCE : last.predecessor();
        }
        Collections.reverse(asked);
        for (int head : asked) {
            Paths paths = pathsTo(head);
            Candidate last = paths.last();
            int next = last.rank() + 1;
            if (last.predecessor() != SOURCE
                    && pathsTo(last.predecessor()).found().size() > next) {
                Candidate onward = pathsTo(last.predecessor()).found().get(next);
                paths.waiting().add(extend(onward.length(), last.predecessor(), head, next));
            }
            if (!paths.waiting().isEmpty()) {
                paths.found().add(paths.waiting().remove());
            }
        }
    }

    private Paths pathsTo(int vertex) {
        Paths paths = pathsTo.get(vertex);
        if (paths == null) {
            PriorityQueue<Candidate> waiting = new PriorityQueue<>(BY_LENGTH);
            candidates(vertex)
                    .filter(candidate -> candidate.predecessor() != predecessor[vertex])
                    .forEach(waiting::add);
            List<Candidate> found = new ArrayList<>();
            found.add(new Candidate(length[vertex], predecessor[vertex], 0));
            paths = new Paths(found, waiting);
            pathsTo.set(vertex, paths);
        }
        return paths;
    }

    /** The shortest path to a vertex through each of its predecessors; every predecessor's shortest path is known. */
    private Stream<Candidate> candidates(int vertex) {
        if (vertex == dag.size()) {
            return dag.sinks().stream()
                    .filter(answer -> length[answer] < Double.POSITIVE_INFINITY)
                    .mapToObj(answer -> new Candidate(length[answer], answer, 0));
        }
        Stream<Candidate> throughTokens = IntStream.range(0, vertex)
                .filter(from -> dag.weight(from, vertex) > 0 && length[from] < Double.POSITIVE_INFINITY)
                .mapToObj(from -> extend(length[from], from, vertex, 0));
        return dag.sources().contains(vertex)
                ? Stream.concat(Stream.of(new Candidate(0, SOURCE, 0)), throughTokens)
                : throughTokens;
    }

    private Candidate extend(double path, int from, int to, int rank) {
        double edge = to == dag.size() ? 0 : PathAlgebra.length(dag.weight(from, to));
        return new Candidate(path + edge, from, rank);
    }
}
