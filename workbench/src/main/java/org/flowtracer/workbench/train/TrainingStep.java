package org.flowtracer.workbench.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of next-token training on batches of one shape: loss, gradient, clipping of its norm, AdamW. The same parameters and batches give the
 * same bits on the same machine with the same library of matrix products and number of threads.
 */
public final class TrainingStep {
    private final TrainableDecoder decoder;
    private final CrossEntropy crossEntropy;
    private final ParameterVector gradient;
    private final AdamW optimiser;
    private final double clipNorm;

    /**
     * What a step found.
     *
     * @param loss before the step, in nats a token
     * @param gradientNorm the Euclidean norm of the whole gradient before clipping
     */
    public record Result(double loss, double gradientNorm) {}

    /**
     * @param parameters moved by each step
     * @param clipNorm the longest gradient; a longer one is shortened to it
     * @param sequences B
     * @param length T
     */
    public TrainingStep(
            ParameterVector parameters, AdamW.Settings settings, double clipNorm, int sequences, int length) {
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException("expected a norm above 0 to clip to, found " + clipNorm);
        }
        this.gradient = ParameterVector.zeros(parameters.weights().config());
        this.decoder = new TrainableDecoder(parameters, gradient, sequences, length);
        this.crossEntropy = new CrossEntropy(
                (long) sequences * length, parameters.weights().config().vocabulary());
        this.optimiser = new AdamW(parameters, settings);
        this.clipNorm = clipNorm;
    }

    /** The loss, with its gradient left in {@link #gradient}. */
    public double lossAndGradient(Batch batch) {
        INDArray logits = decoder.forward(batch); // [N, V]
        double loss = crossEntropy.forward(logits, batch.flatLabels());
        decoder.backward(crossEntropy.backward());
        return loss;
    }

    /** Moves the parameters by one step. */
    public Result run(Batch batch, double learningRate) {
        double loss = lossAndGradient(batch);
        double norm = gradient.values().norm2Number().doubleValue();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new IllegalStateException("expected a finite loss and gradient, found a loss of " + loss
                    + " and a gradient of norm " + norm + ", in step " + optimiser.steps());
        }
        if (norm > clipNorm) {
            gradient.values().muli(clipNorm / norm);
        }
        optimiser.step(gradient.values(), learningRate);
        return new Result(loss, norm);
    }

    /** The gradient of the last {@link #lossAndGradient}. */
    public ParameterVector gradient() {
        return gradient;
    }

    /** The optimiser, with its state. */
    public AdamW optimiser() {
        return optimiser;
    }
}
