package org.flowtracer.workbench.rl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowtracer.workbench.train.Reading;

/** GRPO: every token of a response has the response's advantage in its group. */
record GroupComparison(GroupAdvantage advantage, boolean skipConstantGroups) implements AdvantageSource {
    @Override
    public List<SampledGroup> lesson(List<SampledGroup> groups) {
        return skipConstantGroups
                ? groups.stream()
                        .filter(group -> GroupAdvantage.hasVariance(group.rewards()))
                        .toList()
                : groups;
    }

    @Override
    public List<double[]> advantages(List<SampledGroup> lesson, List<Reading> readings, int step) {
        List<double[]> ofTokens = new ArrayList<>();
        for (SampledGroup group : lesson) {
            double[] ofResponses = advantage.of(group.rewards());
            for (int j = 0; j < ofResponses.length; j++) {
                double[] tokens = new double[group.responses().get(j).length()];
                Arrays.fill(tokens, ofResponses[j]);
                ofTokens.add(tokens);
            }
        }
        return ofTokens;
    }
}
