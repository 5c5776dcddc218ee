package org.flowtracer.workbench.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;

/**
 * How tokens are contracted to larger pieces of text.
 *
 * @param pieces what becomes one
 * @param reduction how the scores of its tokens become the piece's
 */
public record Contraction(Pieces pieces, Reduction reduction) {
    /** What becomes one; where each ends says {@link ScoreContraction}. */
    public enum Pieces {
        STATEMENTS,
        LINES,
        SENTENCES;

        /** The name on the command line and in files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the scores of a piece's tokens become its own. */
    public enum Reduction {
        MEAN,
        SUM;

        /** The name on the command line and in files. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The pieces of a trace's question and of its response, in the order of the text; tokens of neither belong to none. */
    public ScoreContraction of(AttentionTrace trace) {
        List<Positions> groups = Stream.of(
                        trace.regions().question(), trace.regions().response())
                .flatMap(region -> split(trace.tokens(), region).groups().stream())
                .sorted(Comparator.comparing(Positions::first))
                .toList();
        return new ScoreContraction(trace.size(), groups);
    }

    private ScoreContraction split(List<String> tokens, Positions region) {
        return switch (pieces) {
            case STATEMENTS -> ScoreContraction.statements(tokens, region);
            case LINES -> ScoreContraction.lines(tokens, region);
            case SENTENCES -> ScoreContraction.sentences(tokens, region);
        };
    }

    /** The scores of the pieces, under the scorer's name. */
    TokenScores contract(ScoreContraction groups, TokenScores scores) {
        return new TokenScores(
                scores.scorer(), reduction == Reduction.MEAN ? groups.means(scores) : groups.sums(scores));
    }
}
