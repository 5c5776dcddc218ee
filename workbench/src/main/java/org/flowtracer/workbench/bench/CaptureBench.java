package org.flowtracer.workbench.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.workbench.capture.AttentionRecorder;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.KeyValueCache;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;

/**
 * What memory the capture of a long trace takes: the mean attention of the middle band over one pass of a random model, read once. The weights,
 * the cache and the triangle of means grow with the tokens and their square; of attention itself no more exists at once than one layer's for
 * the rows of one pass.
 *
 * @param config the model's shape
 * @param tokens n
 * @param seed of weights and tokens
 */
public record CaptureBench(ModelConfig config, int tokens, long seed) {
    public static final CaptureBench DEFAULT = new CaptureBench(ModelBench.DEFAULT.config(), 8192, 1);

    /**
     * Measures. Memory is in units of 2^20 bytes; the peak is that of the process, where the system tells it.
     *
     * @return settings and results in the order to print them
     */
    public Map<String, Object> run() {
        ModelWeights weights = ModelWeights.random(config, seed);
        int[] ids =
                new SplittableRandom(seed).ints(tokens, 0, config.vocabulary()).toArray();
        List<Integer> band = LayerBand.MIDDLE.layersOf(config.layers());
        AttentionRecorder recorder = new AttentionRecorder(Keep.WEIGHTS, band, config.layers(), config.heads(), tokens);
        Turns turns;
        try (Decoder decoder = new Decoder(weights, tokens);
                KeyValueCache cache = decoder.newCache()) {
            turns = new Turns(1, 0)
                    .with("capture", () -> decoder.read(ids, cache, recorder))
                    .run();
        }
        long square = (long) tokens * tokens * Float.BYTES;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bench", "capture");
        result.put("parameters", config.parameters());
        result.put("tokens", tokens);
        result.put("layers", band);
        result.put("seconds", Math.round(turns.shortest("capture") / 1e3));
        result.put("peak_megabytes", ModelBench.peakMegabytes());
        result.put("weights_megabytes", (config.parameters() * Float.BYTES) >> 20);
        result.put("band_of_all_heads_megabytes", ((long) band.size() * config.heads() * square) >> 20);
        return result;
    }
}
