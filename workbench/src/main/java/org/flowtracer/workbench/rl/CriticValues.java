package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flowtracer.workbench.train.Reading;

/**
 * PPO: the advantage of each token from a {@link Critic}'s values of the states before it ({@link GeneralizedAdvantage}). The critic then learns the
 * returns.
 *
 * <p>Source: Schulman et al., arXiv 1707.06347.
 */
final class CriticValues implements AdvantageSource {
    private static final String FILE = "critic.safetensors";

    private final Valuing valuing;
    private final Critic critic;
    private double loss = Double.NaN;

    /** @param width of the hidden states */
    CriticValues(Valuing valuing, int width) {
        this.valuing = valuing;
        this.critic = new Critic(width);
    }

    @Override
    public boolean needsHidden() {
        return true;
    }

    @Override
    public List<SampledGroup> lesson(List<SampledGroup> groups) {
        return groups;
    }

    @Override
    public List<double[]> advantages(List<SampledGroup> lesson, List<Reading> readings, int step) {
        List<double[]> advantages = new ArrayList<>();
        List<Critic.Example> examples = new ArrayList<>();
        for (SampledResponse response : SampledGroup.responses(lesson)) {
            float[] hidden =
                    Objects.requireNonNull(readings.get(advantages.size()).hidden());
            double[] values = new double[response.length()];
            for (int token = 0; token < values.length; token++) {
                values[token] = critic.value(hidden, response.firstLabel() + token);
            }
            GeneralizedAdvantage.Estimate estimate = valuing.estimate().of(response.reward(), values);
            for (int token = 0; token < values.length; token++) {
                examples.add(new Critic.Example(hidden, response.firstLabel() + token, estimate.returns()[token]));
            }
            advantages.add(estimate.advantages());
        }
        loss = critic.learn(examples, valuing.criticEpochs(), valuing.criticRate());
        return valuing.whitened(advantages);
    }

    @Override
    public double criticLoss() {
        return loss;
    }

    @Override
    public void write(Path folder) throws IOException {
        critic.write(folder.resolve(FILE));
    }

    @Override
    public void read(Path folder) throws IOException {
        critic.read(folder.resolve(FILE));
    }
}
