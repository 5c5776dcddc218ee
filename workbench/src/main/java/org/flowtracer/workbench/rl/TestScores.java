package org.flowtracer.workbench.rl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.evaluate.Evaluation;
import org.flowtracer.workbench.evaluate.Judged;
import org.flowtracer.workbench.evaluate.Scores;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.Tokenizer;

/**
 * How the model of a run does on the test problems.
 *
 * @param greedy one response a problem
 * @param sampled several a problem, the same problems in the same order
 */
public record TestScores(Scores greedy, Scores sampled) {
    /** Asks a model the test problems of a configuration. */
    public static TestScores of(RlConfig config, ModelWeights weights, Tokenizer tokenizer) {
        Evaluating evaluating = config.evaluating();
        Sampling sampling = config.sampling();
        Task problems = config.problems(Split.TEST, evaluating.seed());
        Evaluation sampled = new Evaluation(
                evaluating.testProblems(), evaluating.testSamples(), sampling.options(), evaluating.seed());
        return new TestScores(
                Evaluation.greedy(evaluating.testProblems(), sampling.longestResponse())
                        .of(weights, tokenizer, problems),
                sampled.of(weights, tokenizer, problems));
    }

    /** What evaluation.json holds. */
    Map<String, Object> summary(int step) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("step", step);
        summary.put("problems", greedy.judged().size());
        summary.put("greedy_accuracy", greedy.accuracy().mean());
        summary.put("samples", sampled.samples());
        summary.put("sampled_accuracy", sampled.accuracy().mean());
        return summary;
    }

    /** A row a problem: its canonical text, whether the greedy response is right, and how many of the sampled ones. */
    String table() {
        StringBuilder table = new StringBuilder("problem,greedy,samples,right\n");
        int samples = sampled.samples();
        for (int j = 0; j < greedy.judged().size(); j++) {
            Judged judged = greedy.judged().get(j);
            List<Judged> others = sampled.judged().subList(j * samples, (j + 1) * samples);
            table.append('"')
                    .append(judged.problem().key().strip().replace("\"", "\"\""))
                    .append("\",")
                    .append(judged.verdict().isRight() ? 1 : 0)
                    .append(',')
                    .append(samples)
                    .append(',')
                    .append(others.stream()
                            .filter(each -> each.verdict().isRight())
                            .count())
                    .append('\n');
        }
        return table.toString();
    }
}
