package org.flowtracer.workbench.pretrain;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.Tokenizer;

/**
 * What a model is trained on: problems of the training split with their reference responses, tasks in the proportions of the mixture. A document
 * depends on the seed and its number only. Safe for use by several threads.
 */
final class Documents {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final TrainingConfig config;
    private final Tokenizer tokenizer;
    private final List<Task> tasks;
    private final double[] shareEnds; // running sums of the shares, the last one all of them

    /**
     * A problem with its response.
     *
     * @param tokenIds prompt, response and the token that ends it
     * @param promptLength how many of them are the prompt
     */
    record Document(int[] tokenIds, int promptLength) {}

    Documents(TrainingConfig config, Tokenizer tokenizer) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.tasks = config.tasks().stream()
                .map(share -> share.generator(Split.TRAIN, config.seed()))
                .toList();
        this.shareEnds = config.tasks().stream().mapToDouble(TaskShare::share).toArray();
        Arrays.parallelPrefix(shareEnds, Double::sum);
    }

    /**
     * The document of that number, from 0.
     *
     * @throws InputException if the problem has no reference response
     */
    Document document(int index) {
        Problem problem = problem(index);
        int[] prompt = tokenizer.encodePrompt(problem.prompt());
        int[] response = tokenizer.encodeContinuation(response(problem));
        int[] all = Arrays.copyOf(prompt, prompt.length + response.length + 1);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        all[all.length - 1] = config.endToken();
        return new Document(all, prompt.length);
    }

    /** Prompt and response of the document of that number. */
    String text(int index) {
        Problem problem = problem(index);
        return problem.prompt() + response(problem);
    }

    private static String response(Problem problem) {
        return problem.reference()
                .orElseThrow(
                        () -> new InputException("problems with reference responses", "one without", problem.task()));
    }

    /** The problem of that number: its task is drawn from the mixture, and it has the same number there. */
    private Problem problem(int index) {
        double all = shareEnds[shareEnds.length - 1];
        double drawn = all * new SplittableRandom(config.seed() + index * GOLDEN_GAMMA).nextDouble();
        int task = 0;
        while (drawn >= shareEnds[task]) {
            task++;
        }
        return tasks.get(task).problem(index);
    }
}
