package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.rollout.RolloutEngine;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.BatchPasses;
import org.flowtracer.workbench.train.Kept;
import org.flowtracer.workbench.train.ModelFolder;
import org.flowtracer.workbench.train.OptimiserFile;
import org.flowtracer.workbench.train.ParameterVector;
import org.flowtracer.workbench.train.Reading;
import org.flowtracer.workbench.train.TrainingStep;

/**
 * A model that learns, step by step. What a step does depends on the parameters, the optimiser's state, the configuration and the step's number
 * alone, so that a run can go on from a checkpoint with the same bits.
 */
final class Learner implements AutoCloseable {
    private static final int ROWS = 256;
    private static final String OPTIMISER = "optimiser.safetensors";

    private final RlConfig config;
    private final ParameterVector parameters;
    private final TrainingStep training;
    private final BatchPasses reference;
    private final RolloutEngine engine;
    private final ProblemAnswers answers;
    private final AdvantageSource source;
    private final TracedCredit credit;
    private final PolicyUpdate update;
    private final Task problems;
    private final PhaseClock clock;

    /**
     * @param parameters what learns
     * @param start what the run started from; the divergence is taken from it
     * @param clock is told how long each phase takes
     */
    Learner(RlConfig config, Tokenizer tokenizer, ParameterVector parameters, ParameterVector start, PhaseClock clock) {
        this.config = config;
        this.parameters = parameters;
        this.clock = clock;
        Updating updating = config.updating();
        Sampling sampling = config.sampling();
        training = new TrainingStep(parameters, updating.optimiser(), updating.clipNorm(), sampling.longest());
        reference = new BatchPasses(start, sampling.longest());
        engine = new RolloutEngine(parameters.weights(), ROWS, sampling.longest());
        answers = new ProblemAnswers(tokenizer, engine, sampling.longestPrompt());
        source = switch (config.method().trainer()) {
            case GRPO -> new GroupComparison(updating.advantage(), updating.skipConstantGroups());
            case VINEPPO -> new Continuations(config, tokenizer, engine);
            case PPO ->
                new CriticValues(config.valuing(), parameters.weights().config().width());
        };
        credit = new TracedCredit(config, parameters.weights().config(), tokenizer);
        update = new PolicyUpdate(updating, sampling.longestResponse(), training);
        problems = config.problems(Split.TRAIN, config.seed());
    }

    /** What learns. */
    ParameterVector parameters() {
        return parameters;
    }

    /**
     * What a step did.
     *
     * @param groups all responses
     * @param report what was measured
     */
    record Step(List<SampledGroup> groups, StepReport report) {}

    /**
     * Learns from the problems of a step.
     *
     * @param step from 1
     * @param measureDivergence whether the divergence from the start model is measured even where it is no part of the loss
     */
    Step step(int step, boolean measureDivergence) {
        List<SampledGroup> groups = clock.time(Phase.ROLLOUT, () -> sample(step));
        List<SampledGroup> lesson = source.lesson(groups);
        StepReport.Sampled sampled = StepReport.Sampled.of(SampledGroup.responses(groups));
        double skipped = 1 - (double) lesson.size() / groups.size();
        return new Step(
                groups,
                lesson.isEmpty()
                        ? StepReport.ofNothingLearnt(sampled, skipped)
                        : learn(lesson, step, measureDivergence, sampled, skipped));
    }

    private List<SampledGroup> sample(int step) {
        Sampling sampling = config.sampling();
        long seed = Seeds.RESPONSES.at(config.seed(), step);
        return answers.sample(asked(step), sampling.samples(), sampling.options(), seed);
    }

    private List<Problem> asked(int step) {
        int prompts = config.sampling().prompts();
        int first = Math.multiplyExact(step - 1, prompts);
        return IntStream.range(first, first + prompts)
                .mapToObj(problems::problem)
                .toList();
    }

    private StepReport learn(
            List<SampledGroup> lesson,
            int step,
            boolean measureDivergence,
            StepReport.Sampled sampled,
            double skipped) {
        List<SampledResponse> responses = SampledGroup.responses(lesson);
        int[][] tokenIds = responses.stream().map(SampledResponse::tokenIds).toArray(int[][]::new);
        Kept kept = credit.kept().withHidden(source.needsHidden());
        List<Reading> readings = clock.time(Phase.READ, () -> training.passes().read(tokenIds, kept));
        boolean refer = measureDivergence || config.updating().objective().klCoefficient() > 0;
        List<Reading> references = refer ? clock.time(Phase.REFER, () -> reference.read(tokenIds)) : readings;
        List<double[]> advantages = clock.time(Phase.VALUE, () -> source.advantages(lesson, readings, step));
        List<CreditWeights> weights =
                clock.time(Phase.CREDIT, () -> credit.weights(responses, readings, advantages, step));
        List<WeightedResponse> weighted = IntStream.range(0, responses.size())
                .mapToObj(j -> responses
                        .get(j)
                        .weighted(readings.get(j), references.get(j), advantages.get(j), weights.get(j)))
                .toList();
        double rate = config.updating().rate().at(step - 1) * config.method().rateFactor();
        StepReport.Updated updated = clock.time(Phase.UPDATE, () -> update.run(responses, weighted, rate));
        return new StepReport(
                sampled,
                skipped,
                StepReport.Credited.of(weights),
                updated,
                source.criticLoss(),
                refer ? WeightedResponse.divergence(weighted) : Double.NaN);
    }

    /**
     * Writes the model, which can be loaded like any other, and the optimiser's state into the folder of a checkpoint.
     *
     * @param tokenizer the folder whose tokenizer the model uses
     */
    void write(Path folder, Path tokenizer) throws IOException {
        source.write(folder);
        ModelFolder.write(folder, parameters, tokenizer, ModelFolder.Precision.FLOAT32);
        OptimiserFile.write(
                folder.resolve(OPTIMISER),
                training.optimiser(),
                parameters.weights().config());
    }

    /** Goes on from a checkpoint. */
    void restore(Path folder) throws IOException {
        ModelConfig model = parameters.weights().config();
        parameters.values().assign(ParameterVector.load(folder, model).values());
        source.read(folder);
        OptimiserFile.read(folder.resolve(OPTIMISER), training.optimiser(), model);
    }

    @Override
    public void close() {
        training.close();
        reference.close();
        engine.close();
    }
}
