package org.flowtracer.workbench.exchange;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.Backbone;
import org.flowtracer.flow.BackboneAlgorithm;
import org.flowtracer.flow.FlowDecomposition;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowTracer;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.flow.WidestPathsBackbone;
import org.flowtracer.trace.AttentionTrace;

/**
 * A trace together with the flow that was found in it.
 *
 * @param trace tokens, regions and attention
 * @param options how the attention became a graph
 * @param flow the flow through that graph
 * @param paths its widest paths
 * @param backbone its dominant edges
 * @param provenance where the trace comes from
 */
public record ReasoningTrace(
        AttentionTrace trace,
        DagOptions options,
        ReasoningFlow flow,
        FlowDecomposition paths,
        Backbone backbone,
        Provenance provenance) {
    /**
     * Builds the graph, traces its flow, and takes the widest paths and the default backbone from it. Cost O(n^2) for each of the paths.
     *
     * @throws IllegalArgumentException if the trace does not hold what the options ask for
     */
    public static ReasoningTrace of(
            AttentionTrace trace, DagOptions options, FlowOptions flowOptions, Provenance provenance) {
        ReasoningFlow flow = FlowTracer.trace(AttentionDag.of(trace, options), flowOptions);
        return new ReasoningTrace(
                trace,
                options,
                flow,
                FlowDecomposition.of(flow, WidestPathsBackbone.PATHS_DEFAULT),
                BackboneAlgorithm.DEFAULT.extract(flow),
                provenance);
    }

    /**
     * The same trace with its flow through another band of layers.
     *
     * @throws IllegalArgumentException if the trace does not hold these layers
     */
    public ReasoningTrace withLayers(LayerBand layers) {
        return of(trace, options.withLayers(layers), flow.options(), provenance);
    }

    /** The same flow with another backbone. */
    public ReasoningTrace withBackbone(BackboneAlgorithm rule) {
        return new ReasoningTrace(trace, options, flow, paths, rule.extract(flow), provenance);
    }

    /**
     * What was asked for, name to value: layers, heads, first_token, diagonal, answer_at, answer_mode, source,
     * backbone, generation.
     */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("layers", options.layers().name());
        if (!options.heads().isEmpty()) {
            settings.put("heads", options.heads());
        }
        settings.put("first_token", lower(options.firstToken()));
        settings.put("diagonal", lower(options.diagonal()));
        settings.put("answer_at", lower(options.answerAt()));
        settings.put("answer_mode", lower(flow.options().answerMode()));
        settings.put("source", lower(flow.options().sourceShares()));
        settings.put("backbone", backbone.rule());
        if (!provenance.generation().isEmpty()) {
            settings.put("generation", provenance.generation());
        }
        return settings;
    }

    private static String lower(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
