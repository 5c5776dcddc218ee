package org.flowtracer.workbench.cli;

import org.flowtracer.score.ScoreOptions;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;
import picocli.CommandLine.Option;

/** What scorers leave open. */
final class ScoreArguments {
    @Option(
            names = "--score-options",
            paramLabel = "JSON",
            defaultValue = "{}",
            description =
                    "Options of fai, waad, local-chunk, coupled-rhythm, receiver-heads and attention-flow, such as '{\"window_max\": 8}'; as by default:"
                            + " head_share 0.3, horizon_from 10, horizon_to 50, window_max 10, anchor_share 0.4, introductory_share 0.5,"
                            + " receiver_heads 16, attention_flow_work_max 8589934592.")
    private String json = "{}";

    /**
     * The options, what is absent as by default.
     *
     * @param seed of {@code random}
     * @throws org.flowtracer.workbench.files.InputException if an option is unknown, or its value is out of range
     */
    ScoreOptions options(long seed) {
        return Settings.read(JsonObject.parse(json, "the arguments"), ScoreOptions.DEFAULT.withSeed(seed));
    }
}
