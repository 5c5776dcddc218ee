package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.evaluate.Evaluation;
import org.flowtracer.workbench.evaluate.Scores;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.model.LanguageModel;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.pretrain.TrainingConfig;
import org.flowtracer.workbench.task.ProblemFile;
import org.flowtracer.workbench.task.PromptTemplate;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.task.Tasks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer evaluate}: how many problems a model solves. */
@Command(
        name = "evaluate",
        description = "Lets a model answer problems, and tells how many of them it solves.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  flowtracer evaluate",
            "      the bundled model on 300 twin chains and 300 Countdown problems of the test split",
            "  flowtracer evaluate --model runs/mine/model --config mine.json --split validation",
            "      on the tasks of a training configuration, with their options and its limit of tokens",
            "  flowtracer evaluate --task countdown --problems 100 --samples 16 --temperature 1 --out out/responses.jsonl",
            "      the mean over samples; every response with its verdict in a file",
            "  flowtracer evaluate --task twin-chain --options '{\"shortest\": 4, \"longest\": 6}'",
            "      longer chains than the bundled model was trained on",
            "  flowtracer evaluate --model ~/Qwen3-0.6B-Base --task gsm8k/test.jsonl --problems 50",
            "      problems from a file of JSON lines, in the layout of GSM8K or MATH",
            "  flowtracer evaluate --model ~/Qwen3-0.6B --chat --task gsm8k/test.jsonl --problems 50",
            "      the same, asked as a user asks a model that chats"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int PROBLEMS_DEFAULT = 300;
    private static final long PROBLEM_SEED_DEFAULT = 1;
    private static final List<String> BUNDLED_TASKS = List.of("twin-chain", "countdown");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A Hugging Face folder (default: the bundled flow-tiny).")
    private @Nullable Path model;

    @Option(
            names = "--task",
            paramLabel = "NAME|FILE",
            split = ",",
            description =
                    "Problems of a generator with its default options, or of a file of JSON lines (default: twin-chain,countdown).")
    private List<String> names = List.of();

    @Option(names = "--chat", description = "Put the model's chat template around each prompt, as trace --chat does.")
    private boolean chat;

    @Option(
            names = "--options",
            paramLabel = "JSON",
            description =
                    "With one generator as --task: its options, such as '{\"largest_number\": 60}' (datasets/tasks/README.md lists them).")
    private @Nullable String options;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Instead of --task: the tasks of a training configuration, with their options, and its validation.max_tokens as the default of --max-tokens.")
    private @Nullable Path configFile;

    @Option(
            names = "--split",
            paramLabel = "test|validation|train",
            defaultValue = "test",
            description = "Which part of a generator's problems (default: ${DEFAULT-VALUE}).")
    private Split split = Split.TEST;

    @Option(
            names = "--problems",
            paramLabel = "N",
            defaultValue = "" + PROBLEMS_DEFAULT,
            description =
                    "How many problems of each task, from the first (default: ${DEFAULT-VALUE}, or all of a file that holds fewer).")
    private int problems = PROBLEMS_DEFAULT;

    @Option(
            names = "--problem-seed",
            paramLabel = "N",
            defaultValue = "" + PROBLEM_SEED_DEFAULT,
            description = "Seed of a generator's problems (default: ${DEFAULT-VALUE}).")
    private long problemSeed = PROBLEM_SEED_DEFAULT;

    @Option(
            names = "--samples",
            paramLabel = "K",
            defaultValue = "1",
            description = "Responses to each problem; several need a --temperature (default: ${DEFAULT-VALUE}).")
    private int samples = 1;

    @Mixin
    private SamplingArguments sampling = new SamplingArguments();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write every response with its verdict, JSON lines (default: nowhere).")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        refuseConflicts();
        @Nullable TrainingConfig config = configFile == null ? null : TrainingConfig.read(configFile);
        SamplingOptions choice = config == null || isGiven("--max-tokens")
                ? sampling.options()
                : sampling.options().withMaxTokens(config.validation().maxTokens());
        List<Task> tasks = config == null ? tasks() : tasks(config);
        List<Evaluation> evaluations = tasks.stream()
                .map(task -> new Evaluation(problems(task), samples, choice, sampling.seed()))
                .toList();
        PrintWriter terminal = spec.commandLine().getOut();
        StringBuilder lines = new StringBuilder();
        try (LanguageModel answering = LanguageModel.load(model == null ? Bundled.model() : model)) {
            Function<String, int[]> encoding = answering.promptEncoding(chat);
            for (int j = 0; j < tasks.size(); j++) {
                Evaluation evaluation = evaluations.get(j);
                Scores scores = evaluation.of(answering.weights(), answering.tokenizer(), encoding, tasks.get(j));
                print(terminal, tasks.get(j), evaluation.problems(), scores);
                scores.judged().forEach(judged -> lines.append(judged.json()).append('\n'));
            }
        }
        if (out != null) {
            AtomicFile.write(out, lines.toString());
            terminal.println("Responses   " + out);
        }
        return 0;
    }

    private void refuseConflicts() {
        if (configFile != null && !names.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "expected --task or --config, found both, in the arguments of evaluate");
        }
        if (options != null && (names.size() != 1 || isFile(names.get(0)))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected --options with one generator as --task, found " + names
                            + ", in the arguments of evaluate");
        }
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private int problems(Task task) {
        return isGiven("--problems") ? problems : Math.min(problems, task.size().orElse(problems));
    }

    private List<Task> tasks(TrainingConfig config) {
        return config.tasks().stream()
                .map(share -> share.generator(split, problemSeed))
                .toList();
    }

    private List<Task> tasks() throws IOException {
        PromptTemplate template = chat ? PromptTemplate.CHAT : PromptTemplate.BASE;
        List<Task> tasks = new ArrayList<>();
        for (String name : names.isEmpty() ? BUNDLED_TASKS : names) {
            tasks.add(isFile(name) ? ProblemFile.read(Path.of(name), template) : generator(name));
        }
        return tasks;
    }

    private static boolean isFile(String name) {
        return name.endsWith(".jsonl");
    }

    private Task generator(String name) {
        return Tasks.generator(name, Arguments.taskOptions(options), split, problemSeed);
    }

    private void print(PrintWriter terminal, Task task, int asked, Scores scores) {
        terminal.println("Task        " + task.name() + ", " + asked + (asked == 1 ? " problem" : " problems")
                + (task.size().isPresent() ? "" : " of the " + split.label() + " split")
                + (samples == 1 ? "" : ", " + samples + " responses each"));
        terminal.println("Accuracy    " + text(scores.accuracy()));
        terminal.println("Reward      " + text(scores.reward()));
        terminal.printf(
                Locale.ROOT,
                "Length      %.1f tokens on average, %d of %d responses cut off%n",
                scores.meanTokens(),
                scores.cutOff(),
                scores.judged().size());
    }

    private static String text(Interval interval) {
        return String.format(
                Locale.ROOT, "%.3f (95 %% interval %.3f to %.3f)", interval.mean(), interval.low(), interval.high());
    }
}
