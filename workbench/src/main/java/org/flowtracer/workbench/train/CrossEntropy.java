package org.flowtracer.workbench.train;

/** The mean of -log p(label) over the positions that have a label, in nats: every slope is -1 / count. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * The loss of next-token training.
     *
     * @param labels one for each token of each sequence, at least one of them not {@link Batch#NO_LABEL}
     */
    public static LogProbLoss of(int[][] labels) {
        float weight = -1f / LogProbLoss.count(labels);
        return new LogProbLoss(labels, (slice, logProb, slope) -> {
            double sum = 0;
            for (int row = 0; row < logProb.length; row++) {
                sum += logProb[row];
                slope[row] = weight;
            }
            return sum * weight;
        });
    }
}
