package org.flowtracer.workbench;

import java.nio.file.Path;
import java.util.Optional;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * A trace made elsewhere, and what to do with it.
 *
 * @param folder where it lies
 * @param layers the layers to average; empty for the middle band where the trace holds it, else for all that it holds
 * @param question which tokens ask; empty for what the trace says
 * @param answer which tokens are the answer; empty for what the trace says
 * @param dag how attention becomes a graph, its layers apart
 * @param flow how flow enters and leaves it
 * @param keep whether heads are read one by one, or averaged
 */
public record ImportRequest(
        Path folder,
        Optional<LayerBand> layers,
        Optional<Positions> question,
        Optional<AnswerPattern> answer,
        DagOptions dag,
        FlowOptions flow,
        Keep keep) {
    /** A trace as it is, with the paper's choices. */
    public static ImportRequest of(Path folder) {
        return new ImportRequest(
                folder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DagOptions.DEFAULT,
                FlowOptions.DEFAULT,
                Keep.LAYERS);
    }
}
