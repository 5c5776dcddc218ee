package org.flowtracer.workbench.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.capture.AttentionRecorder;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.DecoderLayer;
import org.flowtracer.workbench.model.KeyValueCache;
import org.flowtracer.workbench.model.Linear;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.PassListener;
import org.flowtracer.workbench.model.RotaryConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a model costs, with random weights: reading a prompt without and with capture of the middle band, and generating after it, beside
 *
 * <ul>
 *   <li>{@code products}: the products with the layers' matrices that reading the prompt takes, alone, on all rows at once;
 *   <li>{@code reading}: as many bytes as the weights have, read once for each generated token by products with a single column.
 * </ul>
 *
 * @param config the model's shape
 * @param promptTokens how many tokens are read, with the logits of the last
 * @param generatedTokens how many are generated after them
 * @param rounds how often each is timed
 * @param seed of the weights
 */
public record ModelBench(ModelConfig config, int promptTokens, int generatedTokens, int rounds, long seed) {
    /** The shape of Qwen3-0.6B. */
    public static final ModelConfig QWEN3_600M = new ModelConfig(
            Family.QWEN3,
            151_936,
            1024,
            3072,
            28,
            16,
            8,
            128,
            1e-6,
            new RotaryConfig(1e6, new RotaryConfig.Unscaled()),
            40_960,
            true,
            AttentionBias.NONE,
            false,
            Set.of());

    public static final ModelBench DEFAULT = new ModelBench(QWEN3_600M, 512, 16, 3, 1);

    /**
     * Measures. Speeds are in tokens a second, of the shortest time of each; a ratio is the median over rounds of two times taken in the same
     * round. Memory is in units of 2^20 bytes; the peak is that of the process, where the system tells it.
     *
     * @return settings and results in the order to print them
     */
    public Map<String, Object> run() {
        ComputeBackend backend = ComputeBackend.start();
        ModelWeights weights = ModelWeights.random(config, seed);
        int[] prompt = new SplittableRandom(seed)
                .ints(promptTokens, 0, config.vocabulary())
                .toArray();
        Turns turns;
        try (Decoder decoder = new Decoder(weights, promptTokens + generatedTokens);
                KeyValueCache cache = decoder.newCache()) {
            turns = new Turns(rounds, 1)
                    .with("products", () -> multiply(weights, promptTokens))
                    .with("capture", () -> read(decoder, cache, prompt, recorder()))
                    .with("prefill", () -> read(decoder, cache, prompt, PassListener.NONE))
                    .with("decode", () -> generate(decoder, cache))
                    .with("reading", () -> readWeights(weights))
                    .run();
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "model");
        result.put("parameters", config.parameters());
        result.put("prompt_tokens", promptTokens);
        result.put("prefill_tokens_per_second", speed(promptTokens, turns.shortest("prefill")));
        result.put("prefill_with_capture_tokens_per_second", speed(promptTokens, turns.shortest("capture")));
        result.put("decode_tokens_per_second", speed(generatedTokens, turns.shortest("decode")));
        result.put("capture_to_prefill", round(turns.ratio("capture", "prefill")));
        result.put("prefill_to_products", round(turns.ratio("prefill", "products")));
        result.put("decode_to_reading", round(turns.ratio("decode", "reading")));
        result.put("weights_megabytes", (config.parameters() * Float.BYTES) >> 20);
        result.put("peak_megabytes", peakMegabytes());
        result.put("rounds", rounds);
        result.put("blas", backend.blas());
        result.put("blas_threads", backend.blasThreads());
        result.put("threads", backend.threads());
        result.put("processors", backend.cores());
        return result;
    }

    private PassListener recorder() {
        return new AttentionRecorder(
                Keep.WEIGHTS,
                LayerBand.MIDDLE.layersOf(config.layers()),
                config.layers(),
                config.heads(),
                promptTokens);
    }

    private static void read(Decoder decoder, KeyValueCache cache, int[] prompt, PassListener listener) {
        cache.truncate(0);
        decoder.read(prompt, cache, listener);
    }

    private void generate(Decoder decoder, KeyValueCache cache) {
        cache.truncate(promptTokens);
        for (int token = 0; token < generatedTokens; token++) {
            decoder.read(new int[] {token}, cache, PassListener.NONE);
        }
    }

    private void readWeights(ModelWeights weights) {
        for (int token = 0; token < generatedTokens; token++) {
            multiply(weights, 1);
            column(weights.output());
        }
    }

    private static void column(Linear linear) {
        try (INDArray input = Nd4j.ones(DataType.FLOAT, linear.weight().size(1), 1);
                INDArray output =
                        Nd4j.createUninitialized(DataType.FLOAT, linear.weight().size(0), 1)) {
            Nd4j.gemm(linear.weight(), input, output, false, false, 1, 0);
        }
    }

    /** Multiplies with the matrices of every layer. */
    private static void multiply(ModelWeights weights, int rows) {
        Map<Long, INDArray> arrays = new LinkedHashMap<>(); // [rows, width] by width
        for (DecoderLayer layer : weights.layers()) {
            Stream.of(
                            layer.attention().query(),
                            layer.attention().key(),
                            layer.attention().value(),
                            layer.attention().output(),
                            layer.feedForward().gate(),
                            layer.feedForward().up(),
                            layer.feedForward().down())
                    .map(Linear::weight)
                    .forEach(matrix -> {
                        if (rows == 1) {
                            column(new Linear(matrix, null));
                        } else {
                            INDArray input = arrays.computeIfAbsent(matrix.size(1), width -> ones(rows, width));
                            INDArray output = arrays.computeIfAbsent(-matrix.size(0), width -> ones(rows, -width));
                            Nd4j.gemm(input, matrix, output, false, true, 1, 0);
                        }
                    });
        }
        arrays.values().forEach(INDArray::close);
    }

    private static INDArray ones(long rows, long width) {
        return Nd4j.ones(DataType.FLOAT, rows, width);
    }

    private static double speed(int tokens, double milliseconds) {
        return round(1e3 * tokens / milliseconds);
    }

    /** To four significant digits. */
    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }

    /** The peak of the resident memory, which Linux tells; else 0. */
    static long peakMegabytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
