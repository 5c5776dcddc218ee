package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.flowtracer.workbench.train.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code flowtracer} command. */
@Command(
        name = "flowtracer",
        description = "Shows how the information of a question reaches the answer in a language model's reasoning.",
        subcommands = {
            TraceCommand.class,
            CompareCommand.class,
            InterveneCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            RlCommand.class,
            WatchCommand.class,
            SweepCommand.class,
            ReproduceCommand.class,
            DoctorCommand.class,
            BenchCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with 'flowtracer trace': it runs on the bundled model and example.",
            "'flowtracer COMMAND --help' explains a command.",
            "",
            "Exit codes: 0 done, 1 the work failed, 2 the arguments or the input are wrong."
        })
public final class Main implements Runnable {
    /** The exit code of work that failed. */
    static final int FAILED = 1;

    /** The exit code of arguments or input that are wrong. */
    static final int REFUSED = 2;

    private static final int USAGE_WIDTH = 110;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs a command and exits. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs a command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(USAGE_WIDTH)
                .setParameterExceptionHandler((problem, given) -> refuse(err, Refusal.of(problem)))
                .setExecutionExceptionHandler((problem, failed, parsed) -> explain(err, problem));
        Arguments.registerConverters(command);
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("flowtracer: expected enough memory, found too little: " + line(e)
                    + "; FLOWTRACER_JAVA_OPTS=-Xmx8g gives Java more");
            return FAILED;
        }
    }

    private static int explain(PrintWriter err, Exception problem) {
        if (problem instanceof IllegalArgumentException) {
            return refuse(err, message(problem));
        }
        if (problem instanceof DivergedException) {
            err.println("flowtracer: training diverged: " + line(problem));
        } else if (problem instanceof IOException || problem instanceof UncheckedIOException) {
            err.println("flowtracer: the work failed: " + problem.getClass().getSimpleName() + ": " + line(problem));
        } else {
            err.println("flowtracer: the work failed, which is a mistake in the program:");
            problem.printStackTrace(err);
        }
        return FAILED;
    }

    private static int refuse(PrintWriter err, String problem) {
        err.println("flowtracer: " + oneLine(problem));
        return REFUSED;
    }

    private static String line(Throwable problem) {
        return oneLine(message(problem));
    }

    private static String message(Throwable problem) {
        return Objects.requireNonNullElse(
                problem.getMessage(), problem.getClass().getName());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
