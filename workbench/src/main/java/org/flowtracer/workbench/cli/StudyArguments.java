package org.flowtracer.workbench.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.task.GeneratedTask;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.task.TwinChain;
import org.flowtracer.workbench.task.WordProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code compare} that ask a model problems instead of reading graphs. */
final class StudyArguments {
    @Option(
            names = "--planted",
            paramLabel = "N",
            description = "Instead of graphs: N problems whose true dependencies are known; who finds them?")
    private @Nullable Integer planted;

    @Option(
            names = "--hubs",
            paramLabel = "N",
            description = "Instead of graphs: N problems; which kinds of token weigh most in the responses?")
    private @Nullable Integer hubs;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "With these: who answers (default: the bundled model of the task).")
    private @Nullable Path model;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description =
                    "With these: whose problems, of the test split (default: twin-chain with --planted, words with --hubs).")
    private @Nullable String task;

    @Option(
            names = "--options",
            paramLabel = "JSON",
            description =
                    "With these: the task's options, such as '{\"largest_value\": 300}' (datasets/tasks/README.md lists them).")
    private @Nullable String options;

    Optional<Integer> planted() {
        return Optional.ofNullable(planted);
    }

    Optional<Integer> hubs() {
        return Optional.ofNullable(hubs);
    }

    /** Whether both are asked for, or one of their options without either. */
    boolean isContradictory() {
        boolean asked = planted != null || hubs != null;
        return (planted != null && hubs != null) || (!asked && (model != null || task != null || options != null));
    }

    /** The test split's problems. */
    GeneratedTask task(long seed) {
        String absent = hubs == null ? TwinChain.NAME : WordProblem.NAME;
        return Tasks.generator(task == null ? absent : task, Arguments.taskOptions(options), Split.TEST, seed);
    }

    /** The folder of the model that answers the problems of a task. */
    Path model(GeneratedTask asked) {
        return model == null ? Bundled.model(asked.name()) : model;
    }
}
