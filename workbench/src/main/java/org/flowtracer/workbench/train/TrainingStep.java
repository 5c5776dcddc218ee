package org.flowtracer.workbench.train;

/**
 * One step of training on a batch of sequences of any number and lengths: loss, gradient, clipping of its norm, AdamW. A batch that is larger than
 * memory for activations allows is a matter of course, since it goes through the model in slices ({@link BatchPasses}).
 *
 * <p>The same parameters and batches give the same bits on the same machine with the same library of matrix products and number of threads.
 * Memory lies outside Java's heap, so that {@link #close} matters where many steps are made.
 */
public final class TrainingStep implements AutoCloseable {
    private final BatchPasses passes;
    private final ParameterVector gradient;
    private final AdamW optimiser;
    private final double clipNorm;

    /**
     * What a step found.
     *
     * @param loss before the step
     * @param gradientNorm the Euclidean norm of the whole gradient before clipping
     */
    public record Result(double loss, double gradientNorm) {}

    /**
     * @param parameters moved by each step
     * @param clipNorm the longest gradient; a longer one is shortened to it
     * @param length the longest sequence
     * @throws org.flowtracer.workbench.files.InputException if the model has not so many positions
     */
    public TrainingStep(ParameterVector parameters, AdamW.Settings settings, double clipNorm, int length) {
        this(parameters, settings, clipNorm, length, KernelChoice.best());
    }

    /** As above, with other kernels than this machine's best. */
    public TrainingStep(
            ParameterVector parameters, AdamW.Settings settings, double clipNorm, int length, KernelChoice choice) {
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("expected a norm above 0 to clip to, found " + clipNorm);
        }
        this.gradient = ParameterVector.zeros(parameters.weights().config());
        this.passes = new BatchPasses(parameters, length, choice);
        this.optimiser = new AdamW(parameters, settings);
        this.clipNorm = clipNorm;
    }

    /** The cross-entropy, in nats a label, with its gradient left in {@link #gradient}. */
    public double lossAndGradient(Batch batch) {
        return lossAndGradient(batch.tokenIds(), CrossEntropy.of(batch.labels()));
    }

    /** A loss, with its gradient left in {@link #gradient}. */
    public double lossAndGradient(int[][] tokenIds, TokenLoss loss) {
        return passes.lossAndGradient(tokenIds, loss, gradient);
    }

    /** Moves the parameters by one step of next-token training. */
    public Result run(Batch batch, double learningRate) {
        return run(batch.tokenIds(), CrossEntropy.of(batch.labels()), learningRate);
    }

    /**
     * Moves the parameters by one step that makes a loss smaller.
     *
     * @param tokenIds of each sequence
     * @throws DivergedException if loss or gradient are not finite; the parameters are as they were
     */
    public Result run(int[][] tokenIds, TokenLoss tokenLoss, double learningRate) {
        double loss = lossAndGradient(tokenIds, tokenLoss);
        double norm = gradient.norm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new DivergedException(loss, norm, optimiser.steps());
        }
        if (norm > clipNorm) {
            gradient.values().muli(clipNorm / norm);
        }
        optimiser.step(gradient.values(), learningRate);
        return new Result(loss, norm);
    }

    /** The passes of this step, for reading with the parameters as they are. */
    public BatchPasses passes() {
        return passes;
    }

    /** The gradient of the last {@link #lossAndGradient}. */
    public ParameterVector gradient() {
        return gradient;
    }

    /** The optimiser, with its state. */
    public AdamW optimiser() {
        return optimiser;
    }

    /** Gives the memory of passes, gradient and optimiser back; the parameters stay. */
    @Override
    public void close() {
        passes.close();
        gradient.values().close();
        optimiser.close();
    }
}
