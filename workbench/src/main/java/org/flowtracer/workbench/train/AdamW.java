package org.flowtracer.workbench.train;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adam with decoupled weight decay and bias correction:
 *
 * <pre>
 * m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
 * p = (1 - rate decay) p - rate m' / (sqrt(v') + epsilon),   m' = m / (1 - b1^t), v' = v / (1 - b2^t)
 * </pre>
 *
 * <p>The update is ND4J's own Adam operation, which adds its epsilon to sqrt(v) instead of sqrt(v'): it is given epsilon sqrt(1 - b2^t). ND4J has
 * no decoupled decay; norms and biases are spared it.
 *
 * <p>Source: Loshchilov and Hutter, arXiv 1711.05101, as in PyTorch.
 */
public final class AdamW implements AutoCloseable {
    /** The settings. */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        /** Those usual for language models. */
        public static final Settings DEFAULT = new Settings(0.9, 0.95, 1e-8, 0.1);

        /** @throws IllegalArgumentException if a beta lies outside [0, 1), epsilon is not above 0, or the decay is negative */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException("expected betas in [0, 1), found " + beta1 + " and " + beta2);
            }
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("expected epsilon above 0, found " + epsilon);
            }
            if (!(weightDecay >= 0)) {
                throw new IllegalArgumentException("expected a weight decay of at least 0, found " + weightDecay);
            }
        }
    }

    private final Settings settings;
    private final ParameterVector parameters;
    private final INDArray firstMoment; // [P] m
    private final INDArray secondMoment; // [P] v
    private int steps;

    public AdamW(ParameterVector parameters, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        firstMoment = Nd4j.zeros(DataType.FLOAT, parameters.values().length());
        secondMoment = Nd4j.zeros(DataType.FLOAT, parameters.values().length());
    }

    /**
     * Moves the parameters.
     *
     * @param gradient [P], replaced by what was subtracted
     * @param learningRate of this step
     */
    public void step(INDArray gradient, double learningRate) {
        double epsilon = settings.epsilon() * Math.sqrt(1 - Math.pow(settings.beta2(), steps + 1.0));
        Nd4j.exec(new AdamUpdater(
                gradient, secondMoment, firstMoment, learningRate, settings.beta1(), settings.beta2(), epsilon, steps));
        if (settings.weightDecay() > 0) {
            parameters.matrices().muli(1 - learningRate * settings.weightDecay());
        }
        parameters.values().subi(gradient);
        steps++;
    }

    /**
     * Goes on from a state that was read from another optimiser of the same parameters, with the same bits.
     *
     * @param firstMoment [P]
     * @param secondMoment [P]
     */
    public void restore(int steps, INDArray firstMoment, INDArray secondMoment) {
        this.firstMoment.assign(firstMoment);
        this.secondMoment.assign(secondMoment);
        this.steps = steps;
    }

    /** Begins anew, as after no step. */
    public void reset() {
        firstMoment.assign(0);
        secondMoment.assign(0);
        steps = 0;
    }

    /** The steps taken so far. */
    public int steps() {
        return steps;
    }

    /** The moving mean of gradients [P], for checkpoints. */
    public INDArray firstMoment() {
        return firstMoment;
    }

    /** The moving mean of their squares [P], for checkpoints. */
    public INDArray secondMoment() {
        return secondMoment;
    }

    /** Gives the memory of the moments back. */
    @Override
    public void close() {
        firstMoment.close();
        secondMoment.close();
    }
}
