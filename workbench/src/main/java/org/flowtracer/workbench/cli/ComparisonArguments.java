package org.flowtracer.workbench.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowtracer.workbench.ComparisonFolder;
import org.flowtracer.workbench.analysis.Contraction;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options on what is compared of graphs, and what is shown of it. */
final class ComparisonArguments {
    @Option(
            names = "--diff",
            paramLabel = "DIR",
            arity = "2",
            description =
                    "Instead of graphs: two traces of one prompt side by side, such as of two models or of a right and a wrong answer.")
    private List<Path> diff = List.of();

    @Option(
            names = "--contract",
            paramLabel = "statements|lines|sentences",
            description =
                    "Compare these pieces of the traces' text instead of tokens; flows between them are summed. With --diff, the pieces"
                            + " whose flows are compared (default: statements).")
    private Contraction.@Nullable Pieces pieces;

    @Option(
            names = "--reduce",
            paramLabel = "mean|sum",
            description = "With --contract: how the scores of a piece's tokens become its own (default: mean).")
    private Contraction.@Nullable Reduction reduction;

    @Option(
            names = "--scatter",
            paramLabel = "A,B",
            description =
                    "Set the ranks by A against those by B; may be given several times (default: throughput against its rivals).")
    private List<ScorerPair> scatter = List.of();

    @Option(
            names = "--draw",
            paramLabel = "N",
            defaultValue = "" + ComparisonFolder.DRAWN_DEFAULT,
            description = "Draw figures of their own for the first N graphs (default: ${DEFAULT-VALUE}).")
    private int drawn = ComparisonFolder.DRAWN_DEFAULT;

    @Option(
            names = "--runtime",
            paramLabel = "N",
            defaultValue = "" + ComparisonFolder.RUNTIME_TOKENS_DEFAULT,
            description = "Measure run times on random attention of 128, 256, ... tokens up to N, at most "
                    + ComparisonFolder.RUNTIME_TOKENS_MAX + "; 0 for none (default: ${DEFAULT-VALUE}).")
    private int runtimeTokens = ComparisonFolder.RUNTIME_TOKENS_DEFAULT;

    List<Path> diff() {
        return diff;
    }

    Contraction.Pieces diffPieces() {
        return pieces == null ? Contraction.Pieces.STATEMENTS : pieces;
    }

    /** How scores are to be reduced although nothing is contracted. */
    boolean reducesTokens() {
        return reduction != null && pieces == null;
    }

    Optional<Contraction> contraction() {
        Contraction.Reduction chosen = reduction == null ? Contraction.Reduction.MEAN : reduction;
        return Optional.ofNullable(pieces).map(each -> new Contraction(each, chosen));
    }

    List<ScorerPair> scatter() {
        return scatter;
    }

    int drawn() {
        return drawn;
    }

    int runtimeTokens() {
        return runtimeTokens;
    }
}
