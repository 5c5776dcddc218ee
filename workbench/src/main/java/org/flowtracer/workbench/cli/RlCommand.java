package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rl.Method;
import org.flowtracer.workbench.rl.RlConfig;
import org.flowtracer.workbench.rl.RlRun;
import org.flowtracer.workbench.rl.StepReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer rl}: one run of reinforcement learning. */
@Command(
        name = "rl",
        description = "Trains a model on problems with verifiers; what tokens count is up to a credit method.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Methods: uniform, any scorer of 'compare' without gradients, bottom:SCORER, shuffled:SCORER, uniform-scaled[:SCORER], uniform-rate,",
            "ppo, vineppo. Their keys for --set: fraction, gamma, shaping, signs, answer_tokens, annealed, mean_one, layers, answer_at, deal, rate_factor.",
            "",
            "metrics.csv tells the divergence from the start model (kl) where the model is validated, and in every step with kl above 0.",
            "",
            "Examples:",
            "  flowtracer rl",
            "      plain GRPO on Countdown from the bundled model, about two minutes",
            "  flowtracer rl --method throughput --seed 2 --set gamma=2 --set fraction=0.2 --out runs/flow",
            "  flowtracer rl --resume --out runs/flow"
        })
final class RlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A configuration (JSON); what it leaves out is as by default. A model's path is one from its folder.")
    private @Nullable Path configFile;

    @Option(names = "--method", paramLabel = "NAME", description = "The credit method, see below (default: uniform).")
    private @Nullable String method;

    @Option(names = "--seed", paramLabel = "N", description = "Of problems and responses (default: 1).")
    private @Nullable Integer seed;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the run.")
    private @Nullable Integer steps;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any key of a configuration or of its method; manifest.json of a run lists them all.")
    private List<String> settings = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder of the run, which must not exist (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out", "rl");

    @Option(names = "--resume", description = "Go on with the run that is there.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        if (!resume) {
            RlRun.create(out, config(), Bundled.model());
        } else if (configFile != null || method != null || seed != null || steps != null || !settings.isEmpty()) {
            throw refused("expected --resume with --out alone, found options of a new run");
        }
        PrintWriter terminal = spec.commandLine().getOut();
        JsonObject found = RlRun.run(out, Bundled.model(), new RlRun.Listener() {
            @Override
            public void stepped(int step, StepReport report, double validation) {
                print(terminal, step, report, validation);
            }

            @Override
            public void goesOnElsewhere(String line) {
                spec.commandLine().getErr().println("flowtracer: " + line);
            }
        });
        terminal.println("Evaluation  " + found);
        terminal.println("Run         " + out);
        return 0;
    }

    private static void print(PrintWriter terminal, int step, StepReport report, double validation) {
        terminal.println(String.format(
                Locale.ROOT,
                "step %4d  reward %.3f  accuracy %.3f  entropy %.3f  length %.1f  skipped %.2f  clipped %.3f  norm %.2f%s",
                step,
                report.sampled().reward(),
                report.sampled().accuracy(),
                report.sampled().entropy(),
                report.sampled().length(),
                report.skippedGroups(),
                report.updated().clipFraction(),
                report.updated().gradientNorm(),
                Double.isNaN(validation) ? "" : String.format(Locale.ROOT, "  validation %.3f", validation)));
        terminal.flush();
    }

    /** The file, with what the options say instead; a model's path from the folder of the file, or from here, made absolute. */
    private RlConfig config() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        String where = "the arguments";
        if (configFile != null) {
            map.putAll(JsonObject.read(configFile).asMap());
            RlConfig.makeModelAbsolute(
                    map, Objects.requireNonNull(configFile.toAbsolutePath().getParent()));
            where = configFile.toString();
        }
        if (method != null) {
            map.put("method", method);
        }
        if (seed != null) {
            map.put("seed", seed);
        }
        if (steps != null) {
            map.put("steps", steps);
        }
        Map<String, Object> ofMethod = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw refused("expected --set KEY=VALUE, found '" + setting + "'");
            }
            String key = setting.substring(0, equals);
            (Method.KEYS.contains(key) ? ofMethod : map).put(key, value(setting.substring(equals + 1)));
        }
        RlConfig.makeModelAbsolute(map, Path.of("").toAbsolutePath());
        if (!ofMethod.isEmpty()) {
            map.put("method", method(map.get("method"), ofMethod));
        }
        return RlConfig.read(JsonObject.parse(JsonObject.text(map), where));
    }

    /** A method, a name or an object, with what settings say instead. */
    private Map<String, Object> method(@Nullable Object given, Map<String, Object> settings) {
        Map<String, Object> method = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> method.put(String.valueOf(key), value));
        } else if (given != null) {
            method.put("name", given);
        }
        method.putAll(settings);
        if (!method.containsKey("name")) {
            throw refused("expected --method with the settings " + settings.keySet() + ", found none");
        }
        return method;
    }

    private static Object value(String text) {
        try {
            JsonObject parsed = JsonObject.parse("{\"value\": " + text + "}", "--set");
            return Objects.requireNonNullElse(parsed.asMap().get("value"), text);
        } catch (InputException notJson) {
            return text;
        }
    }

    private ParameterException refused(String problem) {
        return new ParameterException(spec.commandLine(), problem + ", in the arguments");
    }
}
