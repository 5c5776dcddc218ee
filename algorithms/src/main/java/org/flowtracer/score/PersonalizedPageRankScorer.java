package org.flowtracer.score;

import java.util.Set;
import java.util.stream.Collectors;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.graph.PersonalizedPageRank;
import org.flowtracer.trace.Positions;
import org.jgrapht.Graph;
import org.jgrapht.graph.EdgeReversedGraph;

/**
 * {@code pagerank-question} and {@code pagerank-answer}: PageRank that returns to the question, or on reversed edges to the answer; damping 0.85,
 * to 1e-12. Cost: see {@link PersonalizedPageRank}.
 *
 * @param home where the surfer returns to
 */
public record PersonalizedPageRankScorer(Home home) implements TokenScorer {
    /** Where the surfer returns to, and so the direction in which it walks. */
    public enum Home {
        QUESTION,
        ANSWER
    }

    @Override
    public String name() {
        return home == Home.QUESTION ? "pagerank-question" : "pagerank-answer";
    }

    @Override
    public double[] values(Evidence evidence) {
        AttentionDag dag = evidence.dag();
        Graph<Integer, Integer> graph = home == Home.QUESTION ? dag.asGraph() : new EdgeReversedGraph<>(dag.asGraph());
        Positions positions = home == Home.QUESTION ? dag.sources() : dag.sinks();
        Set<Integer> chosen = positions.stream().boxed().collect(Collectors.toSet());
        return VertexScores.of(new PersonalizedPageRank<>(graph, chosen), dag.size());
    }
}
