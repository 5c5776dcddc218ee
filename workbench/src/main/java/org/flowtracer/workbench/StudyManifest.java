package org.flowtracer.workbench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.run.RunManifest;
import org.flowtracer.workbench.task.GeneratedTask;

/** What the manifests of studies on generated problems have in common: everything that is needed to run one again. */
final class StudyManifest {
    private StudyManifest() {}

    /** In the order of the file; more may be put after it. */
    static Map<String, Object> content(
            LanguageModel model,
            GeneratedTask task,
            int problems,
            List<LayerBand> layers,
            List<TokenScorer> scorers,
            Map<String, String> lacking,
            Bootstrap bootstrap)
            throws IOException {
        Map<String, Object> content = new LinkedHashMap<>(model.identity());
        content.put("task", task.name());
        content.put("options", task.settings());
        content.put("split", task.split().label());
        content.put("seed", task.seed());
        content.put("problems", problems);
        content.put("layers", layers.stream().map(LayerBand::name).toList());
        ScorersInManifest.put(content, scorers, lacking);
        content.put("bootstrap_resamples", bootstrap.resamples());
        content.put("bootstrap_level", bootstrap.level());
        content.put("bootstrap_seed", bootstrap.seed());
        content.putAll(RunManifest.provenance());
        return content;
    }
}
