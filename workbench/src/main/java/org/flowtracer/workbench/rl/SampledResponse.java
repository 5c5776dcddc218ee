package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.train.Reading;

/**
 * A response of a step.
 *
 * @param prompt its token ids
 * @param rollout what was drawn
 * @param judged what it says and is worth
 */
public record SampledResponse(int[] prompt, Rollout rollout, Judged judged) {
    /** T, the tokens drawn: the response and, where it ended by itself, the token that ended it. */
    int length() {
        return rollout.tokenIds().length;
    }

    /** What the verifier gave. */
    double reward() {
        return judged.verdict().reward();
    }

    /** Prompt and all tokens drawn. */
    public int[] tokenIds() {
        int[] all = Arrays.copyOf(prompt, prompt.length + length());
        System.arraycopy(rollout.tokenIds(), 0, all, prompt.length, length());
        return all;
    }

    /** Where what was written ends, in the positions of prompt and response: before the token that ended it. */
    int writtenEnd() {
        return prompt.length + length() - (rollout.ended() ? 1 : 0);
    }

    /** The position whose next token is the first one drawn. */
    int firstLabel() {
        return prompt.length - 1;
    }

    /** The sum of -log p over the tokens drawn. */
    double surprisal() {
        double sum = 0;
        for (float logProbability : rollout.logProbabilities()) {
            sum -= logProbability;
        }
        return sum;
    }

    /**
     * What the objective sees of it.
     *
     * @param reading by the policy that sampled it
     * @param reference by the start model
     * @param advantages of each token drawn [T]
     * @param weights of prompt and response; a token without a weight has 1
     */
    WeightedResponse weighted(Reading reading, Reading reference, double[] advantages, CreditWeights weights) {
        double[] products = advantages.clone();
        for (int position = prompt.length; position < weights.values().length; position++) {
            products[position - prompt.length] *= weights.values()[position];
        }
        return new WeightedResponse(ofTokens(reading), ofTokens(reference), products);
    }

    /** The log-probabilities of the tokens drawn [T]. */
    private double[] ofTokens(Reading reading) {
        return IntStream.range(firstLabel(), firstLabel() + length())
                .mapToDouble(position -> reading.logProb()[position])
                .toArray();
    }
}
