package org.flowtracer.workbench.pretrain;

import java.util.Map;

/** Is told how a training run comes along. */
public interface TrainingListener {
    /**
     * A step is done.
     *
     * @param step how many are done
     * @param loss in nats a token
     */
    void stepped(int step, double loss);

    /** Accuracy on validation problems was measured, by task. */
    void validated(int step, Map<String, Double> accuracy);

    /** Too little was reached; the run begins again from another seed. */
    void restarted(int step);
}
