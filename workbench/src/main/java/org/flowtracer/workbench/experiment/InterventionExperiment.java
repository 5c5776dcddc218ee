package org.flowtracer.workbench.experiment;

import static java.util.Objects.requireNonNull;
import static org.flowtracer.workbench.experiment.InterventionOptions.RANDOM;
import static org.flowtracer.workbench.experiment.InterventionOptions.THROUGHPUT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Detection;
import org.flowtracer.compare.Interval;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.experiment.InterventionFindings.Result;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.rollout.RolloutRequest;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.train.GradientDepth;

/**
 * Does an answer depend on the tokens that a scorer names? A model answers problems greedily and every scorer scores the traces; then
 *
 * <ul>
 *   <li>attention to the share of the response's tokens before the answer that a scorer ranks highest, or lowest, is taken away, and the model
 *       answers again, greedily, from the answer cut: how often does the answer change, and how often whether it is right?
 *   <li>attention to one statement of the prompt at a time is taken away, and the response that the model gave before is read again: by how much
 *       does its log-likelihood fall, of the answer's tokens and of the whole response? A scorer is judged by how well its statement scores
 *       (means over tokens) agree: rank correlation, and AUROC for the statements without which the likelihood is less than half.
 * </ul>
 *
 * <p>The answer cut is the first token of the answer's region; what introduces it (of twin chains the line's {@code #}) stays. A hidden token is
 * hidden from every later token, those of the response included, which are read again without it; it still sees itself. The paper masks the
 * same share, and leaves open whether the rest of the response is read again.
 *
 * <p>Intervals are drawn over problems, differences over the problems that both could be judged on.
 *
 * <p>Source: Dong et al., arXiv 2606.10646, section 5, where the scorer is throughput.
 */
public final class InterventionExperiment {
    private static final List<String> PARTS = List.of("highest", "lowest");
    private static final List<String> LIKELIHOODS = List.of("answer", "response");
    private static final int ROWS = 256;

    private record Key(String scorer, String subject, String measure) {}

    /** A problem that was answered: how, and what the scorers say of it. */
    private record Scored(int index, Problem problem, AnsweredProblem answered, Map<String, TokenScores> scores) {
        int[] tokenIds() {
            return requireNonNull(answered.trace().tokenIds());
        }

        int cut() {
            return answered.trace().regions().answer().first();
        }

        int prompt() {
            return answered.trace().regions().response().first();
        }

        Positions beforeCut() {
            return Positions.range(prompt(), cut());
        }

        int[] from(int position) {
            return Arrays.copyOfRange(tokenIds(), position, tokenIds().length);
        }
    }

    private final LanguageModel model;
    private final InterventionOptions options;
    private final GradientDepth gradients;
    private final Map<Key, double[]> values = new LinkedHashMap<>();
    private final Map<String, String> lacking = new ConcurrentSkipListMap<>();

    public InterventionExperiment(LanguageModel model, InterventionOptions options) {
        this.model = model;
        this.options = options;
        this.gradients = GradientDepth.neededBy(options.scorers());
    }

    /**
     * Asks all problems and intervenes.
     *
     * @param listener is told after each problem is scored, from any thread
     * @throws IllegalArgumentException if the model has not the band of the options, or the task plants no truth
     * @throws IllegalStateException if no problem was answered
     */
    public InterventionFindings run(Runnable listener) {
        options.dag().layers().layersOf(model.config().layers());
        AnsweredProblem.requirePlanted(options.task());
        List<Scored> scored = score(listener);
        if (scored.isEmpty()) {
            throw new IllegalStateException("expected an answer to at least one problem, found none");
        }
        int longest =
                scored.stream().mapToInt(each -> each.tokenIds().length).max().orElseThrow();
        int length = Math.min(model.config().maxPositions(), longest + AnswerTracer.RESPONSE_TOKENS);
        try (RolloutEngine engine = new RolloutEngine(model.weights(), ROWS, length)) {
            hideTokens(scored, engine);
        }
        scored.forEach(this::judgeStatements);
        int right =
                (int) scored.stream().filter(each -> each.answered.isRight()).count();
        return new InterventionFindings(
                options,
                right,
                scored.size() - right,
                options.problems() - scored.size(),
                results(PARTS),
                results(LIKELIHOODS),
                Map.copyOf(lacking));
    }

    private List<Scored> score(Runnable listener) {
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (AnswerTracer tracer = new AnswerTracer(model, options.task(), options.problems(), gradients)) {
            List<Optional<StatementEffects>> effects = tracer.effects();
            return pool.submit(() -> IntStream.range(0, options.problems())
                            .parallel()
                            .mapToObj(index -> score(index, tracer, effects.get(index), listener))
                            .flatMap(Optional::stream)
                            .toList())
                    .join();
        } finally {
            pool.shutdown();
        }
    }

    private Optional<Scored> score(
            int index, AnswerTracer tracer, Optional<StatementEffects> effects, Runnable listener) {
        Optional<Scored> scored = tracer.trace(index)
                .map(trace -> {
                    AnsweredProblem answered = AnsweredProblem.of(trace, effects.orElseThrow());
                    return new Scored(index, trace.problem(), answered, scores(answered));
                })
                .filter(each -> !each.beforeCut().isEmpty());
        listener.run();
        return scored;
    }

    private Map<String, TokenScores> scores(AnsweredProblem answered) {
        Evidence evidence = Evidence.of(answered.trace(), options.dag());
        Map<String, TokenScores> scores = new LinkedHashMap<>();
        for (TokenScorer scorer : options.scorers()) {
            scorer.lacks(evidence)
                    .ifPresentOrElse(
                            why -> lacking.put(scorer.name(), why),
                            () -> scores.put(scorer.name(), scorer.score(evidence)));
        }
        return scores;
    }

    private void hideTokens(List<Scored> scored, RolloutEngine engine) {
        record Case(Scored of, String scorer, String part) {}
        List<Case> cases = new ArrayList<>();
        List<RolloutRequest> requests = new ArrayList<>();
        for (Scored each : scored) {
            int[] kept = Arrays.copyOf(each.tokenIds(), each.cut());
            each.scores.forEach((scorer, scores) -> PARTS.forEach(part -> {
                cases.add(new Case(each, scorer, part));
                requests.add(new RolloutRequest(kept, 1, hidden(each, scores, part)));
            }));
        }
        List<Rollout> rollouts =
                engine.sample(requests, SamplingOptions.GREEDY.withMaxTokens(AnswerTracer.RESPONSE_TOKENS), 0);
        for (int j = 0; j < cases.size(); j++) {
            Scored of = cases.get(j).of;
            int[] written = rollouts.get(j).written();
            int[] before = Arrays.copyOfRange(of.tokenIds(), of.prompt(), of.cut());
            int[] response = IntStream.concat(Arrays.stream(before), Arrays.stream(written))
                    .toArray();
            boolean isRight =
                    of.problem.verify(model.tokenizer().decode(response).text()).isRight();
            boolean changed = !Arrays.equals(written, of.from(of.cut()));
            put(of, cases.get(j).scorer, cases.get(j).part, "answer-changed", changed ? 1 : 0);
            boolean flipped = isRight != of.answered.isRight();
            put(of, cases.get(j).scorer, cases.get(j).part, "correctness-flipped", flipped ? 1 : 0);
        }
    }

    /** The share of the tokens before the cut that a scorer ranks highest, or lowest. */
    private Positions hidden(Scored of, TokenScores scores, String part) {
        Positions eligible = of.beforeCut();
        if (part.equals("highest")) {
            return scores.top(options.fraction(), eligible);
        }
        int[] ranking = scores.ranking(eligible);
        int count = (int) Math.ceil(options.fraction() * ranking.length);
        return Positions.of(Arrays.copyOfRange(ranking, ranking.length - count, ranking.length));
    }

    private void judgeStatements(Scored of) {
        judge(of, "answer", of.answered.effects().onAnswer());
        judge(of, "response", of.answered.effects().onResponse());
    }

    private void judge(Scored of, String likelihood, Map<String, Double> falls) {
        List<String> names = List.copyOf(of.answered.statements().keySet());
        double[] effects = names.stream().mapToDouble(falls::get).toArray();
        boolean[] matters = new boolean[effects.length];
        int positives = 0;
        for (int j = 0; j < effects.length; j++) {
            matters[j] = StatementEffects.isDecisive(effects[j]);
            positives += matters[j] ? 1 : 0;
        }
        List<Positions> groups = List.copyOf(of.answered.statements().values());
        ScoreContraction statements = new ScoreContraction(of.tokenIds().length, groups);
        for (Map.Entry<String, TokenScores> entry : of.scores.entrySet()) {
            double[] scores = statements.means(entry.getValue());
            if (effects.length > 1) {
                put(
                        of,
                        entry.getKey(),
                        likelihood,
                        "spearman",
                        new SpearmansCorrelation().correlation(scores, effects));
            }
            if (positives > 0 && positives < effects.length) {
                put(of, entry.getKey(), likelihood, "auroc", Detection.areaUnderRoc(scores, matters));
            }
        }
    }

    private void put(Scored of, String scorer, String subject, String measure, double value) {
        values.computeIfAbsent(new Key(scorer, subject, measure), key -> {
            double[] nothing = new double[options.problems()];
            Arrays.fill(nothing, Double.NaN);
            return nothing;
        })[of.index] = value;
    }

    private List<Result> results(List<String> subjects) {
        List<Result> results = new ArrayList<>();
        for (Map.Entry<Key, double[]> entry : values.entrySet()) {
            Key key = entry.getKey();
            double[] sample = Arrays.stream(entry.getValue())
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            if (!subjects.contains(key.subject) || sample.length == 0) {
                continue;
            }
            String randomSubject = subjects.equals(PARTS) ? PARTS.get(0) : key.subject;
            results.add(new Result(
                    key.scorer,
                    key.subject,
                    key.measure,
                    options.bootstrap().ofMean(sample),
                    over(key, new Key(RANDOM, randomSubject, key.measure)),
                    over(key, new Key(THROUGHPUT, key.subject, key.measure))));
        }
        return results;
    }

    private Optional<Interval> over(Key key, Key rival) {
        double[] own = values.get(key);
        double[] others = values.get(rival);
        if (key.equals(rival) || own == null || others == null) {
            return Optional.empty();
        }
        int[] both = IntStream.range(0, own.length)
                .filter(index -> !Double.isNaN(own[index]) && !Double.isNaN(others[index]))
                .toArray();
        Bootstrap bootstrap = options.bootstrap();
        return both.length == 0
                ? Optional.empty()
                : Optional.of(bootstrap.ofDifference(
                        IntStream.of(both).mapToDouble(index -> own[index]).toArray(),
                        IntStream.of(both).mapToDouble(index -> others[index]).toArray()));
    }
}
