package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flowtracer.workbench.model.FeedForward;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.RmsNorm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle is SameDiff's gradient of each block's output, weighted at random and summed. */
class SameDiffGradientTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int N = 6;

    private final ModelConfig config = TrainingFixture.LLAMA.config();
    private final ParameterVector parameters = TrainingFixture.LLAMA.parameters();
    private final ParameterVector gradients = ParameterVector.zeros(config);
    private final SameDiff graph = SameDiff.create();

    private static INDArray random(long seed, long... shape) {
        return Nd4j.rand(-1, 1, Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
    }

    private SDVariable weight(String name) {
        return graph.var(name, parameters.tensor(name).dup());
    }

    /** The gradients of sum(output * weighting) by name. */
    private Map<String, INDArray> gradientsOf(SDVariable output, INDArray weighting, String... names) {
        output.mul(graph.constant(weighting)).sum().markAsLoss();
        PrintStream out = System.out;
        // SameDiff prints a line for every operation that it differentiates.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return graph.calculateGradients(Map.of(), List.of(names));
        } finally {
            System.setOut(out);
        }
    }

    private static void assertSame(Map<String, INDArray> expected, String name, INDArray actual) {
        assertArrayEquals(
                HostCopy.of(Objects.requireNonNull(expected.get(name))), HostCopy.of(actual), TOLERANCE, name);
    }

    private void assertSameWeights(Map<String, INDArray> expected) {
        expected.keySet().stream()
                .filter(name -> !name.equals("x"))
                .forEach(name -> assertSame(expected, name, gradients.tensor(name)));
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void norm(KernelChoice choice) {
        String name = "model.norm.weight";
        INDArray input = random(1, N, config.width());
        INDArray change = random(2, N, config.width());
        SDVariable x = graph.var("x", input.dup());
        SDVariable scale = graph.math().rsqrt(x.mul(x).mean(true, 1).add(config.normEpsilon()));
        Map<String, INDArray> expected = gradientsOf(x.mul(scale).mul(weight(name)), change, "x", name);

        RmsNorm weights = parameters.weights().finalNorm();
        TrainableNorm norm = new TrainableNorm(choice.kernels(config, N, N), weights, new ActivationMemory(), N);
        norm.forward(N, input, random(4, N, config.width()));
        norm.backward(N, input, gradients.weights().finalNorm(), change);
        assertSame(expected, "x", change);
        assertSameWeights(expected);
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void feedForward(KernelChoice choice) {
        String name = "model.layers.0.mlp.";
        INDArray input = random(1, N, config.width());
        INDArray change = random(2, N, config.width());
        SDVariable x = graph.var("x", input.dup());
        SDVariable gate = graph.mmul(x, weight(name + "gate_proj.weight"), false, true, false);
        SDVariable up = graph.mmul(x, weight(name + "up_proj.weight"), false, true, false);
        SDVariable product = gate.mul(graph.nn().sigmoid(gate)).mul(up);
        SDVariable down = graph.mmul(product, weight(name + "down_proj.weight"), false, true, false);
        String[] names = {"x", name + "gate_proj.weight", name + "up_proj.weight", name + "down_proj.weight"};
        Map<String, INDArray> expected = gradientsOf(down, change, names);

        FeedForward weights = parameters.weights().layers().get(0).feedForward();
        ActivationMemory memory = new ActivationMemory();
        TrainableFeedForward block = new TrainableFeedForward(
                choice.kernels(config, N, N), weights, memory, new Scratch(config, N, N, memory));
        block.forward(N, input, random(3, N, config.width()));
        INDArray inputGradient = random(4, N, config.width());
        block.backward(N, input, gradients.weights().layers().get(0).feedForward(), change, inputGradient);
        assertSame(expected, "x", inputGradient);
        assertSameWeights(expected);
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void crossEntropy(KernelChoice choice) {
        INDArray logits = random(1, N, 5).muli(3);
        int[] labels = {4, Batch.NO_LABEL, 0, 2, 2, Batch.NO_LABEL};
        INDArray weighting = Nd4j.zeros(DataType.FLOAT, N, 5);
        for (int row = 0; row < N; row++) {
            if (labels[row] != Batch.NO_LABEL) {
                weighting.putScalar(row, labels[row], -0.25f);
            }
        }
        SDVariable x = graph.var("x", logits.dup());
        SDVariable shifted = x.sub(x.max(true, 1));
        SDVariable logProbabilities =
                shifted.sub(graph.math().log(graph.math().exp(shifted).sum(true, 1)));
        Map<String, INDArray> expected = gradientsOf(logProbabilities, weighting, "x");
        double loss = logProbabilities.eval().mul(weighting).sumNumber().doubleValue();

        LogProbLoss crossEntropy = CrossEntropy.of(new int[][] {labels});
        Slice slice = new Slice(new int[1], new int[] {N}, N);
        INDArray probabilities = random(2, N, 5);
        LogitKernels kernels = choice.kernels(config, N, N).logits();
        assertEquals(loss, crossEntropy.replaceByGradient(slice, logits, probabilities, kernels), TOLERANCE);
        assertSame(expected, "x", logits);
    }

    @ParameterizedTest
    @MethodSource("org.flowtracer.workbench.train.KernelChoices#all")
    void attention(KernelChoice choice) {
        // Head by head, the same key turned as the block turns it; the products with selections of columns stand for
        // slices.
        String name = "model.layers.0.self_attn.";
        INDArray input = random(1, N, config.width());
        INDArray change = random(2, N, config.width());
        SDVariable x = graph.var("x", input.dup());
        SDVariable query = graph.mmul(x, weight(name + "q_proj.weight"), false, true, false);
        SDVariable key = graph.mmul(x, weight(name + "k_proj.weight"), false, true, false);
        SDVariable value = graph.mmul(x, weight(name + "v_proj.weight"), false, true, false);
        SDVariable mask =
                graph.constant(Nd4j.ones(DataType.FLOAT, N, N).sub(Nd4j.tri(N)).mul(-1e30));
        SDVariable mixed = null;
        for (int head = 0; head < config.heads(); head++) {
            INDArray selection = Nd4j.zeros(DataType.FLOAT, config.queryWidth(), config.headWidth());
            for (int j = 0; j < config.headWidth(); j++) {
                selection.putScalar(head * config.headWidth() + j, j, 1);
            }
            SDVariable columns = graph.constant(selection);
            SDVariable scores = graph.mmul(turned(query.mmul(columns)), turned(key.mmul(columns)), false, true, false)
                    .div(Math.sqrt((double) config.headWidth()))
                    .add(mask);
            SDVariable exponential = graph.math().exp(scores.sub(scores.max(true, 1)));
            SDVariable weights = exponential.div(exponential.sum(true, 1));
            SDVariable own = graph.mmul(weights.mmul(value.mmul(columns)), columns, false, true, false);
            mixed = mixed == null ? own : mixed.add(own);
        }
        SDVariable output = graph.mmul(mixed, weight(name + "o_proj.weight"), false, true, false);
        String[] names = {
            "x", name + "q_proj.weight", name + "k_proj.weight", name + "v_proj.weight", name + "o_proj.weight"
        };
        Map<String, INDArray> expected = gradientsOf(output, change, names);

        ModelWeights weights = parameters.weights();
        ActivationMemory memory = new ActivationMemory();
        TrainableAttention block = new TrainableAttention(
                choice.kernels(config, N, N),
                config,
                weights.layers().get(0).attention(),
                memory,
                new Scratch(config, N, N, memory));
        INDArray found = random(3, N, config.width());
        block.forward(1, N, input, found);
        assertArrayEquals(HostCopy.of(output.eval()), HostCopy.of(found), TOLERANCE);
        INDArray inputGradient = random(4, N, config.width());
        block.backward(1, N, input, gradients.weights().layers().get(0).attention(), change, inputGradient);
        assertSame(expected, "x", inputGradient);
        assertSameWeights(expected);
    }

    /** The rotation as a sum of two products: with cosines, and of the swapped halves with signed sines. */
    private SDVariable turned(SDVariable vectors) {
        int d = config.headWidth();
        INDArray swap = Nd4j.zeros(DataType.FLOAT, d, d);
        INDArray cosine = Nd4j.zeros(DataType.FLOAT, N, d);
        INDArray sine = Nd4j.zeros(DataType.FLOAT, N, d);
        for (int j = 0; j < d; j++) {
            swap.putScalar((j + d / 2) % d, j, 1);
            for (int t = 0; t < N; t++) {
                double angle = t * Math.pow(config.rotary().theta(), -2.0 * (j % (d / 2)) / d);
                cosine.putScalar(t, j, Math.cos(angle));
                sine.putScalar(t, j, j < d / 2 ? -Math.sin(angle) : Math.sin(angle));
            }
        }
        return vectors.mul(graph.constant(cosine))
                .add(vectors.mmul(graph.constant(swap)).mul(graph.constant(sine)));
    }
}
