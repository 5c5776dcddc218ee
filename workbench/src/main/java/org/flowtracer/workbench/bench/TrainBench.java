package org.flowtracer.workbench.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelConfig.AttentionBias;
import org.flowtracer.workbench.model.ModelConfig.Family;
import org.flowtracer.workbench.model.RotaryConfig;
import org.flowtracer.workbench.train.AdamW;
import org.flowtracer.workbench.train.Batch;
import org.flowtracer.workbench.train.KernelChoice;
import org.flowtracer.workbench.train.KernelProfile;
import org.flowtracer.workbench.train.ParameterVector;
import org.flowtracer.workbench.train.TrainingStep;

/**
 * What a step of training costs: forward, backward, clipping and AdamW, on random tokens that all carry labels. {@code bench/peers/train_step.py}
 * measures the same step in PyTorch.
 *
 * @param config the model's shape
 * @param sequences B
 * @param length T
 * @param rounds how many steps are timed
 * @param seed of the parameters and tokens
 * @param profiled whether to tell what each operation takes, which slows the step a little
 */
public record TrainBench(ModelConfig config, int sequences, int length, int rounds, long seed, boolean profiled) {
    /** 1.19 M parameters, in the shape of Qwen3. */
    public static final ModelConfig QWEN3_1M = new ModelConfig(
            Family.QWEN3,
            64,
            128,
            384,
            6,
            4,
            2,
            32,
            1e-6,
            new RotaryConfig(RotaryConfig.THETA_DEFAULT, new RotaryConfig.Unscaled()),
            1024,
            true,
            AttentionBias.NONE,
            false,
            Set.of());

    public static final TrainBench DEFAULT = new TrainBench(QWEN3_1M, 64, 96, 15, 1, false);

    private static final double LEARNING_RATE = 1e-3;
    private static final double CLIP_NORM = 1;

    /**
     * Measures, after {@link Turns}' warm-up.
     *
     * @return settings and results in the order to print them; times in seconds
     */
    public Map<String, Object> run() {
        ComputeBackend backend = ComputeBackend.start();
        ParameterVector parameters = ParameterVector.random(config, seed);
        KernelProfile profile = new KernelProfile();
        KernelChoice choice = profiled ? KernelChoice.best().with(profile) : KernelChoice.best();
        Batch batch = randomBatch();
        Turns turns = new Turns(rounds);
        try (TrainingStep training = new TrainingStep(parameters, AdamW.Settings.DEFAULT, CLIP_NORM, length, choice)) {
            training.run(batch, LEARNING_RATE);
            profile.clear();
            turns.with("step", () -> training.run(batch, LEARNING_RATE)).run();
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "train");
        result.put("train_step_seconds", seconds(turns.median("step")));
        result.put("train_step_seconds_shortest", seconds(turns.shortest("step")));
        result.put("tokens_per_second", round(1e3 * sequences * length / turns.median("step")));
        result.put("parameters", config.parameters());
        result.put("layers", config.layers());
        result.put("width", config.width());
        result.put("feed_forward_width", config.feedForwardWidth());
        result.put("vocabulary", config.vocabulary());
        result.put("sequences", sequences);
        result.put("length", length);
        result.put("rounds", rounds);
        result.put("kernels", choice.mkl() ? "MKL" : "ND4J");
        result.put("workers", choice.workers());
        result.put("blas", backend.blas());
        result.put("blas_threads", backend.blasThreads());
        result.put("threads", backend.threads());
        result.put("processors", backend.cores());
        if (profiled) {
            result.put("processor_milliseconds_of_a_step", milliseconds(profile, turns.allRounds()));
        }
        return result;
    }

    /** What each operation takes of a step, of all threads together, the most expensive first. */
    private static Map<String, Double> milliseconds(KernelProfile profile, int steps) {
        Map<String, Double> ofStep = new LinkedHashMap<>();
        profile.nanoseconds().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> ofStep.put(entry.getKey(), round(entry.getValue() / 1e6 / steps)));
        return ofStep;
    }

    private Batch randomBatch() {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] tokenIds = new int[sequences][];
        int[][] labels = new int[sequences][];
        for (int sequence = 0; sequence < sequences; sequence++) {
            tokenIds[sequence] = random.ints(length, 0, config.vocabulary()).toArray();
            labels[sequence] = random.ints(length, 0, config.vocabulary()).toArray();
        }
        return new Batch(tokenIds, labels);
    }

    private static double seconds(double milliseconds) {
        return round(milliseconds / 1e3);
    }

    /** To four significant digits. */
    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
