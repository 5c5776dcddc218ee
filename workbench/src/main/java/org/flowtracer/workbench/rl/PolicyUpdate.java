package org.flowtracer.workbench.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowtracer.workbench.train.Batch;
import org.flowtracer.workbench.train.LogProbLoss;
import org.flowtracer.workbench.train.TrainingStep;

/** Moves the model by a lesson: minibatch after minibatch, epoch after epoch, a step of the optimiser each. */
final class PolicyUpdate {
    private final Updating updating;
    private final int longestResponse;
    private final TrainingStep training;

    PolicyUpdate(Updating updating, int longestResponse, TrainingStep training) {
        this.updating = updating;
        this.longestResponse = longestResponse;
        this.training = training;
    }

    /**
     * Learns from responses, in their order. Minibatches are equal in number to within one response; there are fewer where there are fewer
     * responses.
     *
     * @param responses at least one
     * @param weighted what the objective sees of each
     */
    StepReport.Updated run(List<SampledResponse> responses, List<WeightedResponse> weighted, double learningRate) {
        int minibatches = Math.min(updating.minibatches(), responses.size());
        List<StepReport.Updated> updates = new ArrayList<>();
        for (int epoch = 0; epoch < updating.epochs(); epoch++) {
            for (int part = 0; part < minibatches; part++) {
                int from = responses.size() * part / minibatches;
                int to = responses.size() * (part + 1) / minibatches;
                updates.add(update(responses.subList(from, to), weighted.subList(from, to), learningRate));
            }
        }
        return StepReport.Updated.mean(updates);
    }

    private StepReport.Updated update(
            List<SampledResponse> responses, List<WeightedResponse> weighted, double learningRate) {
        PolicyLoss loss = new PolicyLoss(updating.objective(), updating.aggregation(), longestResponse, weighted);
        int[][] tokenIds = new int[responses.size()][];
        int[][] labels = new int[responses.size()][];
        for (int j = 0; j < tokenIds.length; j++) {
            int[] all = responses.get(j).tokenIds();
            tokenIds[j] = Arrays.copyOf(all, all.length - 1);
            labels[j] = Arrays.copyOfRange(all, 1, all.length);
            Arrays.fill(labels[j], 0, responses.get(j).firstLabel(), Batch.NO_LABEL);
        }
        LogProbLoss tokenLoss = new LogProbLoss(labels, (slice, logProb, slope) -> {
            double sum = 0;
            for (int index = 0; index < slice.sequences().length; index++) {
                int response = slice.sequences()[index];
                int row = slice.row(index, responses.get(response).firstLabel());
                double[] ofTokens = new double[responses.get(response).length()];
                for (int token = 0; token < ofTokens.length; token++) {
                    ofTokens[token] = logProb[row + token];
                }
                double[] slopes = loss.slopes(response, ofTokens);
                for (int token = 0; token < slopes.length; token++) {
                    slope[row + token] = (float) slopes[token];
                }
                sum += loss.lossOf(response);
            }
            return sum;
        });
        TrainingStep.Result result = training.run(tokenIds, tokenLoss, learningRate);
        PolicyLoss.Summary summary = loss.summary();
        return new StepReport.Updated(summary.loss(), summary.clipFraction(), result.gradientNorm());
    }
}
