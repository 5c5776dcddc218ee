package org.flowtracer.workbench.figure;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.RuntimeTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.analysis.Unit;

/** Two texts, scored by hand: what is computed from them is the same on every machine. */
public final class SmallComparison {
    private static final List<String> TEXTS = List.of("b", "=", "7", "\n", " so", " 7", "+", " end");

    static final AgreementTable AGREEMENT = AgreementTable.of(traces(), Bootstrap.DEFAULT);
    static final RuntimeTable TIMES = new RuntimeTable(List.of(
            new RuntimeTable.Row("throughput", List.of(128, 256, 512), List.of(0.01, 0.04, 0.16)),
            new RuntimeTable.Row("entropy", List.of(128, 256, 512), List.of(0.0004, 0.002, 0.004)),
            new RuntimeTable.Row("attention-flow", List.of(128), List.of(1600.0))));

    private SmallComparison() {}

    /** Two traces of 8 tokens, of which the last 5 are the response. */
    public static List<ScoredTrace> traces() {
        return List.of(trace("first", 3), trace("second", 5));
    }

    private static ScoredTrace trace(String name, int seed) {
        Regions regions = Regions.ofRanges(0, 3, 3, 8, 7, 8);
        List<Unit> units = IntStream.range(0, 8)
                .mapToObj(k -> new Unit(TEXTS.get(k), regions.nameAt(k), k, k + 1))
                .toList();
        return new ScoredTrace(
                name,
                units,
                Positions.range(3, 8),
                List.of(
                        scores("throughput", k -> k * seed % 8),
                        scores("path-mass", k -> k * seed % 8 + (k == 4 ? 3 : 0)),
                        scores("entropy", k -> -k * seed % 7),
                        scores("uniform", k -> 1)),
                Map.of());
    }

    private static TokenScores scores(String scorer, IntUnaryOperator score) {
        return new TokenScores(
                scorer,
                IntStream.range(0, 8).mapToDouble(k -> score.applyAsInt(k)).toArray());
    }

    static List<Figure> figures() {
        return List.of(
                AgreementFigure.of(AGREEMENT, 2),
                RankScatterFigure.of(traces(), ScorerPair.telling(AGREEMENT, 6), AGREEMENT)
                        .orElseThrow(),
                RuntimeFigure.of(TIMES).orElseThrow(),
                RankMapFigure.of(traces().get(0), AGREEMENT.clustered()),
                TextStripsFigure.of(traces().get(0), AGREEMENT).orElseThrow());
    }
}
