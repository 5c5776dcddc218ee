package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.workbench.model.FeedForward;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.RmsNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The oracle is SameDiff's gradient of each block's output, weighted at random and summed: of a model with normed queries and keys in groups and a tied
 * output, one with biases, and one with neither.
 */
@ParameterizedClass
@MethodSource("org.flowtracer.workbench.train.KernelChoices#ofEachFixture")
class SameDiffGradientTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int N = 6;

    private final KernelChoice choice;
    private final ModelConfig config;
    private final ParameterVector parameters;
    private final ParameterVector gradients;
    private final SameDiff graph = SameDiff.create();

    SameDiffGradientTest(TrainingFixture fixture, KernelChoice choice) {
        this.choice = choice;
        config = fixture.config();
        parameters = fixture.parameters();
        gradients = ParameterVector.zeros(config);
    }

    private static INDArray random(long seed, long... shape) {
        return Nd4j.rand(-1, 1, Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
    }

    private SDVariable weight(String name) {
        return graph.var(name, parameters.tensor(name).dup());
    }

    private boolean has(String name) {
        return parameters.tensors().containsKey(name);
    }

    private SDVariable projected(SDVariable x, String name) {
        SDVariable product = graph.mmul(x, weight(name + ".weight"), false, true, false);
        return has(name + ".bias") ? product.add(weight(name + ".bias")) : product;
    }

    /** Rows over the root of their mean square. */
    private SDVariable normed(SDVariable x) {
        return x.mul(graph.math().rsqrt(x.mul(x).mean(true, 1).add(config.normEpsilon())));
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

    @Test
    void norm() {
        String name = "model.norm.weight";
        INDArray input = random(1, N, config.width());
        INDArray change = random(2, N, config.width());
        SDVariable x = graph.var("x", input.dup());
        Map<String, INDArray> expected = gradientsOf(normed(x).mul(weight(name)), change, "x", name);

        RmsNorm weights = parameters.weights().finalNorm();
        TrainableNorm norm = new TrainableNorm(choice.kernels(config, N, N), weights, new ActivationMemory(), N);
        norm.forward(N, input, random(4, N, config.width()));
        norm.backward(N, input, gradients.weights().finalNorm(), change);
        assertSame(expected, "x", change);
        assertSameWeights(expected);
    }

    /** Where output and embedding are tied, one gradient is the sum of both. */
    @Test
    void embeddingAndOutput() {
        String embedding = "model.embed_tokens.weight";
        String name = config.tiedEmbeddings() ? embedding : "lm_head.weight";
        int[] ids = {3, 0, 3, 39, 7, 3};
        INDArray change = random(2, N, config.vocabulary());
        SDVariable table = weight(embedding);
        SDVariable output = config.tiedEmbeddings() ? table : weight(name);
        // SameDiff cannot differentiate its own gather here.
        INDArray selection = Nd4j.zeros(DataType.FLOAT, N, config.vocabulary());
        for (int row = 0; row < N; row++) {
            selection.putScalar(row, ids[row], 1);
        }
        SDVariable rows = graph.constant(selection).mmul(table);
        SDVariable product = graph.mmul(rows, output, false, true, false);
        Map<String, INDArray> expected = gradientsOf(
                product, change, Stream.of(embedding, name).distinct().toArray(String[]::new));

        ModelWeights weights = parameters.weights();
        INDArray hidden = random(3, N, config.width());
        INDArray logits = random(4, N, config.vocabulary());
        try (Kernels kernels = choice.kernels(config, N, N)) {
            kernels.lookUp(ids, weights.embedding(), hidden);
            kernels.linear(N, hidden, weights.output(), logits);
            assertArrayEquals(HostCopy.of(product.eval()), HostCopy.of(logits), TOLERANCE);
            INDArray inputGradient = random(5, N, config.width());
            ModelWeights own = gradients.weights();
            kernels.linearBackward(N, hidden, change, weights.output(), own.output(), inputGradient, 0);
            kernels.lookUpBackward(ids, inputGradient, own.embedding());
        }
        assertSameWeights(expected);
    }

    @Test
    void feedForward() {
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

    @Test
    void crossEntropy() {
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

    @Test
    void attention() {
        // Head by head; the products with selections of columns stand for slices.
        String name = "model.layers.0.self_attn.";
        INDArray input = random(1, N, config.width());
        INDArray change = random(2, N, config.width());
        SDVariable x = graph.var("x", input.dup());
        List<SDVariable> queries = heads(projected(x, name + "q_proj"), config.heads(), name + "q_norm.weight");
        List<SDVariable> keys = heads(projected(x, name + "k_proj"), config.keyValueHeads(), name + "k_norm.weight");
        SDVariable value = projected(x, name + "v_proj");
        SDVariable mask =
                graph.constant(Nd4j.ones(DataType.FLOAT, N, N).sub(Nd4j.tri(N)).mul(-1e30));
        SDVariable mixed = graph.constant(Nd4j.zeros(DataType.FLOAT, N, config.queryWidth()));
        for (int head = 0; head < config.heads(); head++) {
            int group = head * config.keyValueHeads() / config.heads();
            SDVariable scores = graph.mmul(turned(queries.get(head)), turned(keys.get(group)), false, true, false)
                    .div(Math.sqrt((double) config.headWidth()))
                    .add(mask);
            SDVariable exponential = graph.math().exp(scores.sub(scores.max(true, 1)));
            SDVariable weights = exponential.div(exponential.sum(true, 1));
            SDVariable own = weights.mmul(value.mmul(columns(group, config.keyValueHeads())));
            mixed = mixed.add(graph.mmul(own, columns(head, config.heads()), false, true, false));
        }
        SDVariable output = projected(mixed, name + "o_proj");
        String[] names = Stream.concat(
                        Stream.of("x"),
                        parameters.tensors().keySet().stream().filter(tensor -> tensor.startsWith(name)))
                .toArray(String[]::new);
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

    /** The columns of one of so many heads that stand side by side, as a matrix to multiply by. */
    private SDVariable columns(int head, int heads) {
        int d = config.headWidth();
        INDArray selection = Nd4j.zeros(DataType.FLOAT, (long) heads * d, d);
        for (int j = 0; j < d; j++) {
            selection.putScalar((long) head * d + j, j, 1);
        }
        return graph.constant(selection);
    }

    /** The heads that stand side by side, each normed where the model has that norm. */
    private List<SDVariable> heads(SDVariable sideBySide, int heads, String norm) {
        List<SDVariable> apart = IntStream.range(0, heads)
                .mapToObj(head -> sideBySide.mmul(columns(head, heads)))
                .toList();
        if (!has(norm)) {
            return apart;
        }
        SDVariable weight = weight(norm);
        return apart.stream().map(head -> normed(head).mul(weight)).toList();
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
