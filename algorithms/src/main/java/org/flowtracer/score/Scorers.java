package org.flowtracer.score;

import java.util.List;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.graph.DisparityFilter;

/** The catalogue of scorers, by the names that the command line and tables use. */
public final class Scorers {
    private Scorers() {}

    /** Every scorer, in the order in which tables list them. */
    public static List<TokenScorer> all(ScoreOptions options) {
        return List.of(
                new ThroughputScorer(FlowOptions.AnswerMode.ABSORBING),
                new ThroughputScorer(FlowOptions.AnswerMode.PASSING),
                new PathMassScorer(),
                new NullThroughputScorer(),
                new PotentialScorer(),
                new MaximumFlowScorer(MaximumFlowScorer.Source.FREE),
                new MaximumFlowScorer(MaximumFlowScorer.Source.UNIT),
                new PageRankScorer(),
                new PersonalizedPageRankScorer(PersonalizedPageRankScorer.Home.QUESTION),
                new PersonalizedPageRankScorer(PersonalizedPageRankScorer.Home.ANSWER),
                new KatzScorer(),
                new BetweennessScorer(),
                new HarmonicScorer(),
                new StrengthScorer(StrengthScorer.Direction.IN),
                new StrengthScorer(StrengthScorer.Direction.OUT),
                new QuestionToAnswerWalkScorer(),
                new ShortestPathScorer(),
                new BestPathsScorer(BestPathsScorer.COUNT_DEFAULT),
                new WidestPathScorer(),
                new LongestPathScorer(),
                new DominatorScorer(),
                new DisparityScorer(DisparityFilter.SIGNIFICANCE_DEFAULT),
                new SalienceScorer(),
                new ArborescenceScorer(),
                new RolloutScorer(),
                new AttentionFlowScorer(options.attentionFlowWorkMax()),
                new AttentionReceivedScorer(AttentionReceivedScorer.Reduction.MEAN),
                new AttentionReceivedScorer(AttentionReceivedScorer.Reduction.MAX),
                new AttentionFromAnswerScorer(),
                new FutureAttentionScorer(options),
                new BackwardDistanceScorer(options),
                new LocalChunkScorer(options),
                new CoupledRhythmScorer(options),
                new ReceiverHeadsScorer(options.receiverHeads()),
                new GradientNormScorer(),
                new GradientTimesInputScorer(),
                new IntegratedGradientsScorer(),
                new EntropyScorer(),
                new SurprisalScorer(),
                new UniformScorer(),
                new RandomScorer(options.seed()),
                new PositionScorer(),
                new RecencyScorer(),
                new MentionsScorer());
    }

    /** The names of {@link #all}, in its order. */
    public static List<String> names() {
        return all(ScoreOptions.DEFAULT).stream().map(TokenScorer::name).toList();
    }

    /**
     * The scorer of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TokenScorer named(String name, ScoreOptions options) {
        return all(options).stream()
                .filter(scorer -> scorer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a scorer among " + String.join(", ", names()) + ", found '" + name + "'"));
    }
}
