package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.trace.TokenClass;
import org.flowtracer.workbench.experiment.HubFinding.Kind;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.train.GradientDepth;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds of token are the hubs of the flow: the paper observes (section 3) that the tokens of highest throughput are delimiters and symbolic
 * anchors, not content words. A model answers problems greedily; of each response's reasoning, the tokens before its answer, the experiment counts the kinds
 * among all and among the heaviest by each scorer.
 *
 * <p>Tokens from the answer on do not count: into the answer all flow runs in any case, and after it there is none. What is due to the place of
 * a token alone, {@code throughput-null} shows: the same flow on uniform attention.
 *
 * <p>Shares are per problem, then averaged; intervals are drawn over problems. The same options give the same findings, whatever the number of
 * threads.
 */
public final class HubExperiment {
    private final LanguageModel model;
    private final HubOptions options;
    private final GradientDepth gradients;
    private final Map<String, String> lacking = new ConcurrentSkipListMap<>();

    public HubExperiment(LanguageModel model, HubOptions options) {
        this.model = model;
        this.options = options;
        this.gradients = GradientDepth.neededBy(options.scorers());
    }

    /** The heaviest tokens of one graph by one scorer. */
    private record Ranking(LayerBand layers, String scorer) {}

    /**
     * One response.
     *
     * @param ofAll the share of each kind of all reasoning tokens
     * @param ofTop the same of the heaviest, for each ranking
     */
    private record Counted(boolean isRight, Map<Kind, Double> ofAll, Map<Ranking, Map<Kind, Double>> ofTop) {}

    /**
     * Asks all problems.
     *
     * @param listener is told after each problem, from any thread
     * @throws IllegalArgumentException if the model has not a band of the options
     * @throws IllegalStateException if no problem was answered
     */
    public HubFindings run(Runnable listener) {
        options.layers().forEach(band -> band.layersOf(model.config().layers()));
        @Nullable Counted[] counted = new Counted[options.problems()];
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (AnswerTracer tracer = new AnswerTracer(model, options.task(), options.problems(), gradients)) {
            pool.submit(() -> IntStream.range(0, options.problems()).parallel().forEach(index -> {
                        tracer.trace(index).flatMap(this::count).ifPresent(each -> counted[index] = each);
                        listener.run();
                    }))
                    .join();
        } finally {
            pool.shutdown();
        }
        List<Counted> answered = Arrays.stream(counted).filter(Objects::nonNull).toList();
        if (answered.isEmpty()) {
            throw new IllegalStateException(
                    "expected an answer after some reasoning to at least one problem, found none");
        }
        return new HubFindings(
                options,
                (int) answered.stream().filter(Counted::isRight).count(),
                answered.size(),
                findings(answered),
                Map.copyOf(lacking));
    }

    private Optional<Counted> count(AnsweredTrace answered) {
        Regions regions = answered.trace().regions();
        Positions reasoning =
                Positions.range(regions.response().first(), regions.answer().first());
        if (reasoning.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = ReadableTokens.of(answered.trace().tokens());
        Map<Ranking, Map<Kind, Double>> ofTop = new LinkedHashMap<>();
        for (LayerBand band : options.layers()) {
            Evidence evidence = Evidence.of(answered.trace(), DagOptions.DEFAULT.withLayers(band));
            for (TokenScorer scorer : options.scorers()) {
                scorer.lacks(evidence)
                        .ifPresentOrElse(
                                what -> lacking.put(scorer.name(), what),
                                () -> ofTop.put(
                                        new Ranking(band, scorer.name()),
                                        shares(scorer.score(evidence).top(options.top(), reasoning), texts)));
            }
        }
        return Optional.of(new Counted(answered.isRight(), shares(reasoning, texts), ofTop));
    }

    private static Map<Kind, Double> shares(Positions tokens, List<String> texts) {
        Map<Kind, Double> shares = new EnumMap<>(Kind.class);
        tokens.stream()
                .forEach(k -> Kind.of(TokenClass.of(texts.get(k)))
                        .ifPresent(kind -> shares.merge(kind, 1.0 / tokens.size(), Double::sum)));
        return shares;
    }

    private List<HubFinding> findings(List<Counted> answered) {
        List<HubFinding> findings = new ArrayList<>();
        for (LayerBand band : options.layers()) {
            for (Kind kind : Kind.values()) {
                for (TokenScorer scorer : options.scorers()) {
                    if (!lacking.containsKey(scorer.name())) {
                        findings.add(finding(band, kind, scorer.name(), answered));
                    }
                }
            }
        }
        return findings;
    }

    private HubFinding finding(LayerBand band, Kind kind, String scorer, List<Counted> answered) {
        Bootstrap bootstrap = options.bootstrap();
        double[] ofAll = answered.stream()
                .mapToDouble(each -> each.ofAll.getOrDefault(kind, 0.0))
                .toArray();
        double[] ofTop = ofTop(band, kind, scorer, answered);
        return new HubFinding(
                band.name(),
                kind,
                scorer,
                bootstrap.ofMean(ofAll),
                bootstrap.ofMean(ofTop),
                bootstrap.ofDifference(ofTop, ofAll),
                scorer.equals(HubOptions.NULL)
                        ? Optional.empty()
                        : Optional.of(bootstrap.ofDifference(ofTop, ofTop(band, kind, HubOptions.NULL, answered))),
                scorer.equals(HubOptions.RANDOM)
                        ? Optional.empty()
                        : Optional.of(bootstrap.ofDifference(ofTop, ofTop(band, kind, HubOptions.RANDOM, answered))));
    }

    private static double[] ofTop(LayerBand band, Kind kind, String scorer, List<Counted> answered) {
        return answered.stream()
                .mapToDouble(each -> Objects.requireNonNull(each.ofTop.get(new Ranking(band, scorer)))
                        .getOrDefault(kind, 0.0))
                .toArray();
    }
}
