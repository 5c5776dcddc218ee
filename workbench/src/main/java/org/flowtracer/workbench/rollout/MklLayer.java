package org.flowtracer.workbench.rollout;

import static org.bytedeco.mkl.global.mkl_rt.cblas_scopy;

import org.bytedeco.javacpp.FloatPointer;
import org.flowtracer.workbench.model.Attention;
import org.flowtracer.workbench.model.DecoderLayer;
import org.flowtracer.workbench.model.FeedForward;
import org.flowtracer.workbench.model.Linear;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.RmsNorm;
import org.jspecify.annotations.Nullable;

/**
 * Where the weights of a layer stand.
 *
 * @param headNorm [(H + G) d], the scales of every head's query and key, side by side, or null
 */
record MklLayer(
        FloatPointer attentionNorm,
        Projection query,
        Projection key,
        Projection value,
        Projection output,
        @Nullable FloatPointer headNorm,
        FloatPointer feedForwardNorm,
        Projection gate,
        Projection up,
        Projection down) {
    /**
     * Where the weights of a projection stand.
     *
     * @param weight W [out, in]
     * @param bias b [out], or null
     */
    record Projection(FloatPointer weight, @Nullable FloatPointer bias, int out, int in) {
        static Projection of(Linear linear) {
            return new Projection(
                    Mkl.at(linear.weight()),
                    linear.bias() == null ? null : Mkl.at(linear.bias()),
                    (int) linear.weight().size(0),
                    (int) linear.weight().size(1));
        }
    }

    /**
     * Where a layer's weights stand.
     *
     * @param headNorm [(H + G) d], room for the scales of the heads
     */
    static MklLayer of(ModelConfig config, DecoderLayer layer, FloatPointer headNorm) {
        Attention attention = layer.attention();
        FeedForward network = layer.feedForward();
        return new MklLayer(
                Mkl.at(layer.attentionNorm().weight()),
                Projection.of(attention.query()),
                Projection.of(attention.key()),
                Projection.of(attention.value()),
                Projection.of(attention.output()),
                headNorm(config, attention, headNorm),
                Mkl.at(layer.feedForwardNorm().weight()),
                Projection.of(network.gate()),
                Projection.of(network.up()),
                Projection.of(network.down()));
    }

    private static @Nullable FloatPointer headNorm(ModelConfig config, Attention attention, FloatPointer wide) {
        RmsNorm query = attention.queryNorm();
        RmsNorm key = attention.keyNorm();
        if (query == null || key == null) {
            return null;
        }
        int d = config.headWidth();
        for (int head = 0; head < config.heads() + config.keyValueHeads(); head++) {
            RmsNorm norm = head < config.heads() ? query : key;
            cblas_scopy(d, Mkl.at(norm.weight()), 1, wide.getPointer((long) head * d), 1);
        }
        return wide;
    }
}
