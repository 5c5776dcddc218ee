package org.flowtracer.score;

import java.util.List;
import java.util.Optional;
import org.flowtracer.trace.CausalMatrix;

/**
 * {@code attention-flow}: the maximum flow from token k below the first layer to the answer's tokens above the last, in the network whose
 * nodes are (layer, token) and whose edge from (l, key) to (l + 1, query) has capacity {@code 0.5 A + 0.5 I} at (query, key), A the mean over
 * heads.
 *
 * <p>Source: Abnar and Zuidema, arXiv 2005.00928, section 3. Ours: the layers are those that the trace stores; the answer's tokens are the
 * graph's sinks; no option of the graph touches A. One maximum flow a token (see {@link LayeredNetwork}), hence traces longer than
 * {@code tokensMax} are refused.
 *
 * @param tokensMax the longest trace that is taken on
 */
public record AttentionFlowScorer(int tokensMax) implements TokenScorer {
    @Override
    public String name() {
        return "attention-flow";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return evidence.size() > tokensMax
                ? Optional.of("at most " + tokensMax + " tokens (there are " + evidence.size() + ")")
                : Evidence.unless(evidence.layers(), "the attention of each layer without a gap");
    }

    @Override
    public double[] values(Evidence evidence) {
        List<List<CausalMatrix>> layers = evidence.layers().orElseThrow();
        LayeredNetwork network =
                new LayeredNetwork(layers, evidence.dag().sinks().toArray());
        double[] scores = new double[evidence.size()];
        for (int token = 0; token < scores.length; token++) {
            scores[token] = network.maximumFlowFrom(token);
        }
        return scores;
    }
}
