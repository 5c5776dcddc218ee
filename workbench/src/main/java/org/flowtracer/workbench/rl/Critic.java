package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Path;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;

/**
 * The value of a state as a linear function of the model's final hidden state there, v = w h + b. It learns by Adam on the mean squared error to
 * the returns, one step an epoch, and starts at 0. The model below it does not learn from it: hidden states are what the sampling policy made.
 *
 * <p>All arithmetic is in doubles; cost O(tokens D) an epoch.
 */
final class Critic {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final String PARAMETERS = "parameters";
    private static final String FIRST_MOMENT = "first_moment";
    private static final String SECOND_MOMENT = "second_moment";
    private static final String STEPS = "steps";

    private final int width; // D
    private final double[] parameters; // [D + 1] w, then b
    private final double[] firstMoment; // [D + 1]
    private final double[] secondMoment; // [D + 1]
    private int steps;

    /** @param width D */
    Critic(int width) {
        this.width = width;
        parameters = new double[width + 1];
        firstMoment = new double[width + 1];
        secondMoment = new double[width + 1];
    }

    /**
     * The value of a state.
     *
     * @param hidden [n, D] row by row
     * @param row which of them
     */
    double value(float[] hidden, int row) {
        double value = parameters[width];
        for (int j = 0; j < width; j++) {
            value += parameters[j] * hidden[row * width + j];
        }
        return value;
    }

    /** A state and what its value should have been. */
    record Example(float[] hidden, int row, double target) {}

    /**
     * Takes steps towards the targets.
     *
     * @return the mean squared error before the first of them
     */
    double learn(Iterable<Example> examples, int epochs, double rate) {
        double before = Double.NaN;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double[] gradient = new double[width + 1];
            double squares = 0;
            int count = 0;
            for (Example example : examples) {
                double error = value(example.hidden, example.row) - example.target;
                for (int j = 0; j < width; j++) {
                    gradient[j] += 2 * error * example.hidden[example.row * width + j];
                }
                gradient[width] += 2 * error;
                squares += error * error;
                count++;
            }
            before = epoch == 0 ? squares / count : before;
            step(gradient, count, rate);
        }
        return before;
    }

    private void step(double[] gradient, int count, double rate) {
        steps++;
        double first = 1 - Math.pow(BETA_1, steps);
        double second = 1 - Math.pow(BETA_2, steps);
        for (int j = 0; j <= width; j++) {
            double slope = gradient[j] / count;
            firstMoment[j] = BETA_1 * firstMoment[j] + (1 - BETA_1) * slope;
            secondMoment[j] = BETA_2 * secondMoment[j] + (1 - BETA_2) * slope * slope;
            parameters[j] -= rate * (firstMoment[j] / first) / (Math.sqrt(secondMoment[j] / second) + EPSILON);
        }
    }

    /** Writes all of its state. */
    void write(Path file) throws IOException {
        new SafetensorsWriter()
                .add(PARAMETERS, parameters, parameters.length)
                .add(FIRST_MOMENT, firstMoment, firstMoment.length)
                .add(SECOND_MOMENT, secondMoment, secondMoment.length)
                .add(STEPS, new long[] {steps}, 1)
                .write(file);
    }

    /** Takes on the state of a file. */
    void read(Path file) throws IOException {
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            copy(stored.tensor(PARAMETERS).doubles(), parameters);
            copy(stored.tensor(FIRST_MOMENT).doubles(), firstMoment);
            copy(stored.tensor(SECOND_MOMENT).doubles(), secondMoment);
            steps = Math.toIntExact(stored.tensor(STEPS).longs()[0]);
        }
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
