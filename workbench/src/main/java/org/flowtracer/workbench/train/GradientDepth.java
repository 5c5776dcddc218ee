package org.flowtracer.workbench.train;

import java.util.Collection;
import org.flowtracer.score.GradientNormScorer;
import org.flowtracer.score.GradientTimesInputScorer;
import org.flowtracer.score.IntegratedGradientsScorer;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;

/** Which gradients of an answer are taken. */
public enum GradientDepth {
    NONE(0),
    /** Norms and products with the input: one pass there and back. */
    ONCE(1),
    /** Integrated gradients too: {@link EmbeddingGradients#STEPS} passes more. */
    INTEGRATED(1 + EmbeddingGradients.STEPS);

    /** A pass there and back multiplies each token by each parameter so many times. */
    private static final int PRODUCTS = 3;

    /** Multiplications that take a second or so on two cores. */
    private static final double CHEAP = 6e10;

    private final int passes;

    GradientDepth(int passes) {
        this.passes = passes;
    }

    /** The deepest that takes seconds at most: all of them for a million parameters and some hundred tokens. */
    public static GradientDepth cheap(ModelConfig config, int tokens) {
        double onePass = (double) PRODUCTS * config.parameters() * tokens;
        if (onePass * INTEGRATED.passes <= CHEAP) {
            return INTEGRATED;
        }
        return onePass <= CHEAP ? ONCE : NONE;
    }

    /** What scorers need. */
    public static GradientDepth neededBy(Collection<TokenScorer> scorers) {
        if (scorers.stream().anyMatch(IntegratedGradientsScorer.class::isInstance)) {
            return INTEGRATED;
        }
        boolean once = scorers.stream()
                .anyMatch(scorer -> scorer instanceof GradientNormScorer || scorer instanceof GradientTimesInputScorer);
        return once ? ONCE : NONE;
    }

    /**
     * The gradients of one answer.
     *
     * @param tokenIds prompt and response
     * @throws org.flowtracer.workbench.files.InputException if an id is not in the vocabulary, or the model has not so many positions
     */
    public AnswerGradients of(ModelWeights weights, int[] tokenIds, Positions answer) {
        if (this == NONE) {
            return AnswerGradients.NONE;
        }
        try (EmbeddingGradients gradients = new EmbeddingGradients(weights, tokenIds.length, answer.size())) {
            return of(gradients, tokenIds, answer);
        }
    }

    /** The same in memory that serves for many answers. */
    public AnswerGradients of(EmbeddingGradients gradients, int[] tokenIds, Positions answer) {
        return switch (this) {
            case NONE -> AnswerGradients.NONE;
            case ONCE -> gradients.once(tokenIds, answer);
            case INTEGRATED -> gradients.integrated(tokenIds, answer);
        };
    }
}
