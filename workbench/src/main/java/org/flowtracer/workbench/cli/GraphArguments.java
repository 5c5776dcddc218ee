package org.flowtracer.workbench.cli;

import java.util.List;
import java.util.Optional;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.BackboneAlgorithm;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.text.AnswerPattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options on regions, graph and flow, for traces of a model and imported ones alike. */
final class GraphArguments {
    @Option(
            names = "--question",
            paramLabel = "A..B",
            description = "Tokens that ask, from 0 over prompt + response, end exclusive (default: the whole prompt).")
    private @Nullable Positions question;

    @Option(
            names = "--answer",
            paramLabel = "PATTERN",
            description = {
                "How to find the answer in the response:",
                "boxed: inside the last \\boxed{}; hash: after the last ####, or if there is none after the last # that starts a line; last-line: the"
                        + " last line that is not blank; auto: the last \\boxed{} or ####, whichever comes later, or if there is neither the last line"
                        + " that starts with #, or else the last line; A..B: these tokens; regex:R: the last match of R, or its first group.",
                "Default: auto; of an imported trace what it says."
            })
    private @Nullable AnswerPattern answer;

    @Option(
            names = "--answer-at",
            paramLabel = "token|predictor",
            defaultValue = "token",
            description =
                    "Whether the answer arrives at its own tokens or one to the left of each (default: ${DEFAULT-VALUE}).")
    private DagOptions.AnswerAt answerAt = DagOptions.AnswerAt.TOKEN;

    @Option(
            names = "--layers",
            paramLabel = "BAND",
            description =
                    "Layers to average: early, middle, late, all, stored or A..B, end exclusive (default: middle; of an imported trace that"
                            + " lacks it, stored).")
    private @Nullable LayerBand layers;

    @Option(
            names = "--heads",
            paramLabel = "H",
            split = ",",
            description = "Heads to average, by index (default: all).")
    private List<Integer> heads = List.of();

    @Option(
            names = "--first-token",
            paramLabel = "keep|drop",
            defaultValue = "keep",
            description =
                    "Whether the first token keeps its edges and its place in the question (default: ${DEFAULT-VALUE}).")
    private DagOptions.FirstToken firstToken = DagOptions.FirstToken.KEEP;

    @Option(
            names = "--diagonal",
            paramLabel = "drop|renormalise",
            defaultValue = "drop",
            description =
                    "Whether a row keeps its other entries as they are when a token's attention to itself is left out, or is scaled to its former sum"
                            + " (default: ${DEFAULT-VALUE}).")
    private DagOptions.Diagonal diagonal = DagOptions.Diagonal.DROP;

    @Option(
            names = "--answer-mode",
            paramLabel = "absorbing|passing",
            defaultValue = "absorbing",
            description =
                    "Whether flow ends at the first answer token that it meets, or may go on to later ones (default: ${DEFAULT-VALUE}).")
    private FlowOptions.AnswerMode answerMode = FlowOptions.AnswerMode.ABSORBING;

    @Option(
            names = "--source",
            paramLabel = "uniform|potential",
            defaultValue = "uniform",
            description = "How the unit of flow is shared among the question's tokens (default: ${DEFAULT-VALUE}).")
    private FlowOptions.SourceShares source = FlowOptions.SourceShares.UNIFORM;

    @Option(
            names = "--backbone",
            paramLabel = "RULE",
            defaultValue = "mass:0.5",
            description =
                    "The dominant edges: mass:F, the heaviest that hold the fraction F of all edge flow; paths:M, those of the M widest paths; flow:PHI,"
                            + " those that carry at least PHI (default: ${DEFAULT-VALUE}).")
    private BackboneAlgorithm backbone = BackboneAlgorithm.DEFAULT;

    Optional<Positions> question() {
        return Optional.ofNullable(question);
    }

    Optional<AnswerPattern> answer() {
        return Optional.ofNullable(answer);
    }

    Optional<LayerBand> layers() {
        return Optional.ofNullable(layers);
    }

    DagOptions dag() {
        return DagOptions.DEFAULT
                .withLayers(layers == null ? LayerBand.MIDDLE : layers)
                .withHeads(heads)
                .withFirstToken(firstToken)
                .withDiagonal(diagonal)
                .withAnswerAt(answerAt);
    }

    FlowOptions flow() {
        return new FlowOptions(answerMode, source);
    }

    BackboneAlgorithm backbone() {
        return backbone;
    }
}
