package org.flowtracer.workbench.cli;

import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.score.TokenScorer;
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
        JsonObject options = JsonObject.parse(json, "the arguments");
        if (options.has("seed")) {
            throw options.unexpected("seed", "--seed instead");
        }
        return Settings.read(options, ScoreOptions.DEFAULT.withSeed(seed));
    }

    /** The scorers of these names, and those that are always there, with the options. */
    List<TokenScorer> scorers(List<String> names, List<String> always, long seed) {
        ScoreOptions options = options(seed);
        return Stream.concat(names.stream(), always.stream().filter(name -> !names.contains(name)))
                .map(name -> Scorers.named(name, options))
                .toList();
    }
}
