package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.AnsweredProblem.Outcome;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.train.GradientDepth;
import org.jspecify.annotations.Nullable;

/**
 * Which scorer finds what an answer was worked out from, where that is known: a model answers problems of planted truth greedily, every scorer scores
 * the trace, and each is judged by how well it tells
 *
 * <ul>
 *   <li>the needed statements from their counterparts, with and without the pair of ends, of which a twin chain's query names one; likewise those
 *       that the response resolved, and those without which it is less than half as likely (see {@link StatementEffects});
 *   <li>the true edges between the steps of the response from the other pairs of an earlier and a later step.
 * </ul>
 *
 * <p>Figures are per problem, then averaged; intervals are drawn over problems, differences to {@code throughput} and {@code path-mass} over
 * the problems that both could be judged on. A problem does not count where a figure does not exist, such as edges among two steps.
 *
 * <p>The same options give the same findings, whatever the number of threads: problems are independent of each other.
 */
public final class PlantedExperiment {
    private static final String THROUGHPUT = "throughput";
    private static final String PATH_MASS = "path-mass";

    private final LanguageModel model;
    private final PlantedOptions options;
    private final GradientDepth gradients;

    public PlantedExperiment(LanguageModel model, PlantedOptions options) {
        this.model = model;
        this.options = options;
        this.gradients = GradientDepth.neededBy(options.scorers());
    }

    /**
     * Asks all problems.
     *
     * @param listener is told after each problem, from any thread
     * @throws IllegalArgumentException if the model has not a band of the options, or the task plants no truth
     * @throws IllegalStateException if a control can tell the true statements beyond chance, see {@link Control}
     */
    public PlantedFindings run(Runnable listener) {
        options.layers().forEach(band -> band.layersOf(model.config().layers()));
        AnsweredProblem.requirePlanted(options.task());
        Judgements judgements = new Judgements(options);
        @Nullable Outcome[] outcomes = new Outcome[options.problems()];
        ForkJoinPool pool = new ForkJoinPool(options.threads());
        try (AnswerTracer tracer = new AnswerTracer(model, options.task(), options.problems(), gradients)) {
            List<Optional<StatementEffects>> effects = tracer.effects();
            pool.submit(() -> IntStream.range(0, options.problems()).parallel().forEach(index -> {
                        tracer.trace(index).ifPresent(trace -> {
                            AnsweredProblem problem =
                                    AnsweredProblem.of(trace, effects.get(index).orElseThrow());
                            judgements.judge(index, problem);
                            outcomes[index] = problem.outcome();
                        });
                        listener.run();
                    }))
                    .join();
            List<Control> controls = Stream.of("position", "mentions")
                    .map(scorer -> control(scorer, judgements))
                    .toList();
            controls.forEach(Control::requireBlind);
            return new PlantedFindings(
                    options,
                    AnswerCounts.of(
                            options.problems(),
                            Arrays.stream(outcomes).filter(Objects::nonNull).toList()),
                    controls,
                    pool.submit(() -> findings(judgements, outcomes)).join(),
                    judgements.lacking());
        } finally {
            pool.shutdown();
        }
    }

    private Control control(String scorer, Judgements judgements) {
        Target target = new Target(
                options.layers().get(0).name(),
                Target.label(options.answersAt().get(0)),
                Truth.NEEDED,
                Items.STATEMENTS_WITHOUT_QUERIED,
                Reduction.MEAN,
                Measure.AUROC);
        double[] judged = Arrays.stream(judgements.of(target, scorer))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        if (judged.length == 0) {
            throw new IllegalStateException("expected an answer to at least one problem, found none");
        }
        return new Control(scorer, options.bootstrap().ofMean(judged));
    }

    private List<Finding> findings(Judgements judgements, @Nullable Outcome[] outcomes) {
        List<Question> questions = new ArrayList<>();
        for (Target target : judgements.targets()) {
            for (Answered answered : Answered.values()) {
                for (String scorer : judgements.scorers()) {
                    questions.add(new Question(target, answered, scorer));
                }
            }
        }
        return questions.parallelStream()
                .flatMap(question -> finding(question, judgements, outcomes))
                .toList();
    }

    private record Question(Target target, Answered answered, String scorer) {}

    private Stream<Finding> finding(Question question, Judgements judgements, @Nullable Outcome[] outcomes) {
        double[] values = judgements.of(question.target, question.scorer);
        int[] eligible = IntStream.range(0, values.length)
                .filter(index -> {
                    @Nullable Outcome outcome = outcomes[index];
                    return outcome != null && outcome.isRight() == (question.answered == Answered.RIGHT);
                })
                .filter(index -> !Double.isNaN(values[index]))
                .toArray();
        if (eligible.length == 0) {
            return Stream.empty();
        }
        double[] sample =
                Arrays.stream(eligible).mapToDouble(index -> values[index]).toArray();
        return Stream.of(new Finding(
                question.target,
                question.answered,
                question.scorer,
                options.bootstrap().ofMean(sample),
                over(THROUGHPUT, question, values, eligible, judgements),
                over(PATH_MASS, question, values, eligible, judgements)));
    }

    private Optional<Interval> over(
            String rival, Question question, double[] values, int[] eligible, Judgements judgements) {
        double[] others = judgements.of(question.target, rival);
        int[] both = Arrays.stream(eligible)
                .filter(index -> !Double.isNaN(others[index]))
                .toArray();
        if (question.scorer.equals(rival) || both.length == 0) {
            return Optional.empty();
        }
        Bootstrap bootstrap = options.bootstrap();
        return Optional.of(bootstrap.ofDifference(
                Arrays.stream(both).mapToDouble(index -> values[index]).toArray(),
                Arrays.stream(both).mapToDouble(index -> others[index]).toArray()));
    }
}
