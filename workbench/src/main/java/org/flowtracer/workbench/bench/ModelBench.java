package org.flowtracer.workbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.capture.AttentionRecorder;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.KeyValueCache;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.PassListener;
import org.flowtracer.workbench.model.RotaryConfig;

/**
 * Times a model of the shape of Qwen3-0.6B with random weights: reading a prompt without and with capture of the middle band, and generating.
 *
 * <p>Each figure is that of the fastest of its repetitions, which alternate, so that a change of the machine's load meets all alike.
 */
public final class ModelBench {
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

    private static final int PROMPT = 512;
    private static final int GENERATED = 16;
    private static final long SEED = 1;

    private ModelBench() {}

    /**
     * What was measured.
     *
     * @param parameters of the model
     * @param promptTokens how long the prompt was
     * @param prefill tokens a second of reading the prompt, with the logits of its last token
     * @param prefillWithCapture the same while the mean of the middle band's attention is kept
     * @param captureRatio how many times as long that takes
     * @param decode tokens a second of generating after the prompt
     * @param weightMegabytes the float32 size of the model, 2^20 bytes each
     * @param peakMegabytes the resident memory of the process at its peak, where the system tells; else 0
     */
    public record Result(
            long parameters,
            int promptTokens,
            double prefill,
            double prefillWithCapture,
            double captureRatio,
            double decode,
            long weightMegabytes,
            long peakMegabytes,
            ComputeBackend backend) {}

    /**
     * Measures a model.
     *
     * @param repetitions of each figure, after one that is not counted
     */
    public static Result run(ModelConfig config, int repetitions) throws IOException {
        ComputeBackend backend = ComputeBackend.start();
        ModelWeights weights = ModelWeights.random(config, SEED);
        Decoder decoder = new Decoder(weights, PROMPT + GENERATED);
        int[] prompt =
                new SplittableRandom(SEED).ints(PROMPT, 0, config.vocabulary()).toArray();
        double[] plain = new double[repetitions + 1];
        double[] captured = new double[repetitions + 1];
        double[] decoded = new double[repetitions + 1];
        try (KeyValueCache cache = decoder.newCache()) {
            for (int j = 0; j <= repetitions; j++) {
                captured[j] = seconds(() -> decoder.read(prompt, cache, recorder(config)));
                cache.truncate(0);
                plain[j] = seconds(() -> decoder.read(prompt, cache, PassListener.NONE));
                decoded[j] = seconds(() -> generate(decoder, cache));
                cache.truncate(0);
            }
        }
        return new Result(
                config.parameters(),
                PROMPT,
                PROMPT / fastest(plain),
                PROMPT / fastest(captured),
                fastest(captured) / fastest(plain),
                GENERATED / fastest(decoded),
                (config.parameters() * Float.BYTES) >> 20,
                peakMegabytes(),
                backend);
    }

    private static PassListener recorder(ModelConfig config) {
        return new AttentionRecorder(
                Keep.WEIGHTS, LayerBand.MIDDLE.layersOf(config.layers()), config.layers(), config.heads(), PROMPT);
    }

    private static void generate(Decoder decoder, KeyValueCache cache) {
        for (int token = 0; token < GENERATED; token++) {
            decoder.read(new int[] {token}, cache, PassListener.NONE);
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double fastest(double[] seconds) {
        return Arrays.stream(seconds, 1, seconds.length).min().orElseThrow();
    }

    /** Linux tells the peak of the resident memory. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
