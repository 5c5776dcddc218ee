package org.flowtracer.workbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.flowtracer.workbench.bench.FlowBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer bench}: how fast this machine is, one JSON line a bench. */
@Command(
        name = "bench",
        description = "Measures this machine; prints one JSON line.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "BENCH")
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected one of " + spec.subcommands().keySet() + ", found none, in the arguments of bench");
    }

    @Command(
            name = "flow",
            description = "Both sweeps of the flow on a dense graph, beside reading the same bytes, BLAS and JGraphT.",
            mixinStandardHelpOptions = true)
    int flow(
            @Option(
                            names = "--tokens",
                            paramLabel = "N",
                            defaultValue = "8192",
                            description = "Default: ${DEFAULT-VALUE}.")
                    int tokens,
            @Option(
                            names = "--graph-tokens",
                            paramLabel = "N",
                            defaultValue = "1024",
                            description = "Tokens of the graph that JGraphT holds too (default: ${DEFAULT-VALUE}).")
                    int graphTokens,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "21",
                            description = "How often each is timed (default: ${DEFAULT-VALUE}).")
                    int rounds)
            throws JsonProcessingException {
        print(new FlowBench(tokens, graphTokens, rounds, FlowBench.DEFAULT.seed()).run());
        return 0;
    }

    private void print(Map<String, Object> measured) throws JsonProcessingException {
        spec.commandLine().getOut().println(JsonMapper.builder().build().writeValueAsString(measured));
    }
}
