package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Positions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is the slope of a log-likelihood computed in plain loops of doubles. */
class EmbeddingGradientsTest {
    private static final double STEP = 1e-5;
    private static final double RELATIVE_TO_LARGEST = 1e-3;
    private static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2};
    private static final int[] ANSWER = {4, 5};
    private static final Positions POSITIONS = Positions.of(ANSWER);

    /** With room for more than is asked for, which a longer answer before has filled. */
    private static EmbeddingGradients gradients(TrainingFixture fixture, KernelChoice choice) {
        EmbeddingGradients gradients =
                new EmbeddingGradients(fixture.parameters().weights(), 9, 3, choice);
        gradients.integrated(new int[] {2, 7, 1, 8, 2, 8, 1, 8, 2}, Positions.of(1, 7, 8));
        return gradients;
    }

    private static void assertSame(double[] expected, float[] found) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k], found[k], RELATIVE_TO_LARGEST * largest, "token " + k);
        }
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void areSlopes(TrainingFixture fixture, KernelChoice choice) {
        ReferenceLoss reference = new ReferenceLoss(fixture.parameters());
        double[][] embedded = reference.embedded(TOKENS);
        double[] square = new double[TOKENS.length];
        double[] product = new double[TOKENS.length];
        for (int k = 0; k < TOKENS.length; k++) {
            for (int j = 0; j < embedded[k].length; j++) {
                double entry = embedded[k][j];
                embedded[k][j] = entry + STEP;
                double above = reference.logLikelihood(embedded, TOKENS, ANSWER);
                embedded[k][j] = entry - STEP;
                double slope = (above - reference.logLikelihood(embedded, TOKENS, ANSWER)) / (2 * STEP);
                embedded[k][j] = entry;
                square[k] += slope * slope;
                product[k] += slope * entry;
            }
        }
        try (EmbeddingGradients gradients = gradients(fixture, choice)) {
            AnswerGradients found = gradients.once(TOKENS, POSITIONS);
            assertSame(Arrays.stream(square).map(Math::sqrt).toArray(), Objects.requireNonNull(found.norm()));
            assertSame(product, Objects.requireNonNull(found.timesInput()));
            assertNull(found.integrated());
            assertEquals(
                    reference.logLikelihood(embedded, TOKENS, ANSWER),
                    gradients.logLikelihood(TOKENS, POSITIONS, 1),
                    1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
    void integralsAddUpToTheWholeWay(TrainingFixture fixture, KernelChoice choice) {
        ReferenceLoss reference = new ReferenceLoss(fixture.parameters());
        double[][] embedded = reference.embedded(TOKENS);
        int[] vocabulary = IntStream.range(0, fixture.config().vocabulary()).toArray();
        double[] mean = new double[embedded[0].length];
        for (double[] row : reference.embedded(vocabulary)) {
            Arrays.setAll(mean, j -> mean[j] + row[j] / vocabulary.length);
        }
        int points = 200;
        double[] expected = new double[TOKENS.length];
        for (int point = 0; point < points; point++) {
            double share = (point + 0.5) / points;
            for (int k = 0; k < TOKENS.length; k++) {
                double above = reference.logLikelihood(between(mean, embedded, share, k, STEP), TOKENS, ANSWER);
                double below = reference.logLikelihood(between(mean, embedded, share, k, -STEP), TOKENS, ANSWER);
                expected[k] += (above - below) / (2 * STEP) / points;
            }
        }
        try (EmbeddingGradients gradients = gradients(fixture, choice)) {
            AnswerGradients found = gradients.integrated(TOKENS, POSITIONS);
            float[] integrated = Objects.requireNonNull(found.integrated());
            assertSame(expected, integrated);
            double whole =
                    gradients.logLikelihood(TOKENS, POSITIONS, 1) - gradients.logLikelihood(TOKENS, POSITIONS, 0);
            double sum = IntStream.range(0, TOKENS.length)
                    .mapToDouble(k -> integrated[k])
                    .sum();
            assertEquals(whole, sum, 1e-4 * Math.max(1, Math.abs(whole)));
        }
    }

    /** A point of the way from the mean to the embeddings, one token a step further. */
    private static double[][] between(double[] mean, double[][] embedded, double share, int token, double step) {
        double[][] rows = new double[embedded.length][mean.length];
        for (int k = 0; k < rows.length; k++) {
            for (int j = 0; j < mean.length; j++) {
                rows[k][j] = mean[j] + (share + (k == token ? step : 0)) * (embedded[k][j] - mean[j]);
            }
        }
        return rows;
    }
}
