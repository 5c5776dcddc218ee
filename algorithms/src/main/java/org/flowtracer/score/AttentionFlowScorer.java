package org.flowtracer.score;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.trace.CausalMatrix;

/**
 * {@code attention-flow}: the maximum flow from token k below the first layer to the answer's tokens above the last, in the network whose
 * nodes are (layer, token) and whose edge from (l, key) to (l + 1, query) has capacity {@code 0.5 A + 0.5 I} at (query, key), A the mean over
 * heads.
 *
 * <p>Source: Abnar and Zuidema, arXiv 2005.00928, section 3. Ours: the layers are those that the trace stores; the answer's tokens are the
 * graph's sinks; no option of the graph touches A.
 *
 * <p>It takes one maximum flow a token (see {@link LayeredNetwork}), hence a trace is refused where the number of layers times the cube of the number of
 * tokens is above {@code workMax}. The rule does not look at the clock, so that the same traces are scored everywhere.
 *
 * @param workMax the most of layers x tokens^3 that is taken on
 */
public record AttentionFlowScorer(long workMax) implements TokenScorer {
    @Override
    public String name() {
        return "attention-flow";
    }

    @Override
    public Map<String, Number> settings() {
        return Map.of("attention_flow_work_max", workMax);
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        Optional<List<List<CausalMatrix>>> layers = evidence.layers();
        if (layers.isEmpty()) {
            return Optional.of("the attention of each layer without a gap");
        }
        int stored = layers.get().size();
        int tokensMax = (int) Math.cbrt((double) workMax / stored);
        return evidence.size() > tokensMax
                ? Optional.of("at most " + tokensMax + " tokens with " + stored + " layers (there are "
                        + evidence.size() + ")")
                : Optional.empty();
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
