package org.flowtracer.workbench.capture;

import java.util.List;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.model.Decoder;
import org.flowtracer.workbench.model.KeyValueCache;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.PassListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Traces a model over a prompt and its response by one teacher-forced pass.
 *
 * @param keep what of the attention to keep
 * @param band of which layers
 */
public record Capture(Keep keep, LayerBand band) {
    /** The paper's choice: the mean over the heads of the middle third of the layers. */
    public static final Capture DEFAULT = new Capture(Keep.WEIGHTS, LayerBand.MIDDLE);

    /**
     * Traces the tokens of prompt and response, at least one of each.
     *
     * @param tokenIds prompt and response, n
     * @param regions which of them are question, response and answer
     * @throws org.flowtracer.workbench.files.InputException if an id is not in the vocabulary, or the model has not so many positions
     * @throws IllegalArgumentException if a region leaves the tokens, or the model has not the band
     */
    public AttentionTrace trace(LanguageModel model, int[] tokenIds, Regions regions) {
        ModelConfig config = model.config();
        config.requireTokens(tokenIds, "prompt and response");
        regions.within(tokenIds.length);
        List<Integer> layers = band.layersOf(config.layers());

        try (Decoder decoder = new Decoder(model.weights(), tokenIds.length);
                KeyValueCache cache = decoder.newCache()) {
            var attention = new AttentionRecorder(keep, layers, config.layers(), config.heads(), tokenIds.length);
            var surprise = new SurpriseRecorder(decoder, tokenIds);
            decoder.read(tokenIds, cache, new Both(attention, surprise));
            return new AttentionTrace(
                    model.tokenizer().decode(tokenIds).pieces(),
                    tokenIds,
                    regions,
                    attention.attention(),
                    surprise.logProb(),
                    surprise.entropy());
        }
    }

    private record Both(PassListener attention, PassListener surprise) implements PassListener {
        @Override
        public void attended(int layer, int first, INDArray weights) {
            attention.attended(layer, first, weights);
        }

        @Override
        public void passed(int first, INDArray hidden) {
            surprise.passed(first, hidden);
        }
    }
}
