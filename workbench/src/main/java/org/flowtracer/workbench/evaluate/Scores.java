package org.flowtracer.workbench.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.flowtracer.compare.Bootstrap;
import org.flowtracer.compare.Interval;
import org.flowtracer.compare.WilsonInterval;

/**
 * What a model's responses were worth.
 *
 * @param samples how many responses a problem got
 * @param judged problem after problem, the samples of one side by side
 */
public record Scores(int samples, List<Judged> judged) {
    public Scores {
        judged = List.copyOf(judged);
    }

    /**
     * The share of right responses with its 95 % interval: Wilson's for one response a problem, else a bootstrap over problems, whose responses are
     * not independent of each other.
     */
    public Interval accuracy() {
        int right =
                (int) judged.stream().filter(each -> each.verdict().isRight()).count();
        return samples == 1
                ? WilsonInterval.of(right, judged.size())
                : Bootstrap.DEFAULT.ofMean(
                        meansOfProblems(each -> each.verdict().isRight() ? 1 : 0));
    }

    /** The mean reward with its bootstrap interval over problems. */
    public Interval reward() {
        return Bootstrap.DEFAULT.ofMean(meansOfProblems(each -> each.verdict().reward()));
    }

    private double[] meansOfProblems(ToDoubleFunction<Judged> value) {
        double[] means = new double[judged.size() / samples];
        for (int j = 0; j < judged.size(); j++) {
            means[j / samples] += value.applyAsDouble(judged.get(j)) / samples;
        }
        return means;
    }

    /** How many responses were cut off at the limit. */
    public long cutOff() {
        return judged.stream().filter(each -> !each.ended()).count();
    }

    /** The mean length of a response, in tokens. */
    public double meanTokens() {
        return judged.stream().collect(Collectors.averagingInt(Judged::tokens));
    }
}
