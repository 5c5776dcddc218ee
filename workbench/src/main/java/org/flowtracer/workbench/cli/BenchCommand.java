package org.flowtracer.workbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.bench.CaptureBench;
import org.flowtracer.workbench.bench.CreditBench;
import org.flowtracer.workbench.bench.FlowBench;
import org.flowtracer.workbench.bench.GraphBench;
import org.flowtracer.workbench.bench.ModelBench;
import org.flowtracer.workbench.bench.Peers;
import org.flowtracer.workbench.bench.RolloutBench;
import org.flowtracer.workbench.bench.TrainBench;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer bench}: how fast this machine is, one JSON line a bench. */
@Command(
        name = "bench",
        description = "Measures this machine; prints one JSON line a bench.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "BENCH")
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--with-peers",
            description = "Runs model, rollout and train, then the same work in PyTorch (bench/peers).")
    private boolean withPeers;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "An interpreter with torch and transformers (default: ${DEFAULT-VALUE}).")
    private String python = "python3";

    @Override
    public Integer call() throws IOException {
        if (!withPeers) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected one of " + spec.subcommands().keySet()
                            + " or --with-peers, found neither, in the arguments of bench");
        }
        Peers peers = new Peers(python, Bundled.peers());
        print(ModelBench.DEFAULT.run());
        print(RolloutBench.DEFAULT.run());
        print(TrainBench.DEFAULT.run());
        for (List<String> command : peers.commands()) {
            spec.commandLine().getOut().println(Peers.line(command));
        }
        return 0;
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

    @Command(
            name = "model",
            description = "A random model of Qwen3-0.6B's shape: prefill with and without capture, and decoding.",
            mixinStandardHelpOptions = true)
    int model(
            @Option(
                            names = "--prompt-tokens",
                            paramLabel = "N",
                            defaultValue = "512",
                            description = "Tokens to read (default: ${DEFAULT-VALUE}).")
                    int promptTokens,
            @Option(
                            names = "--generated-tokens",
                            paramLabel = "N",
                            defaultValue = "16",
                            description = "Tokens to generate after them (default: ${DEFAULT-VALUE}).")
                    int generatedTokens,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How often each is timed (default: ${DEFAULT-VALUE}).")
                    int rounds)
            throws JsonProcessingException {
        ModelBench standard = ModelBench.DEFAULT;
        print(new ModelBench(standard.config(), promptTokens, generatedTokens, rounds, standard.seed()).run());
        return 0;
    }

    @Command(
            name = "capture",
            description =
                    "The memory that the capture of a long trace takes, in the same model; read once, which takes minutes.",
            mixinStandardHelpOptions = true)
    int capture(
            @Option(
                            names = "--tokens",
                            paramLabel = "N",
                            defaultValue = "8192",
                            description = "Default: ${DEFAULT-VALUE}.")
                    int tokens)
            throws JsonProcessingException {
        CaptureBench standard = CaptureBench.DEFAULT;
        print(new CaptureBench(standard.config(), tokens, standard.seed()).run());
        return 0;
    }

    @Command(
            name = "train",
            description =
                    "One step of training in Qwen3's shape with 1.2 million parameters: forward, backward, AdamW.",
            mixinStandardHelpOptions = true)
    int train(
            @Option(
                            names = "--sequences",
                            paramLabel = "N",
                            defaultValue = "64",
                            description = "Sequences of a batch (default: ${DEFAULT-VALUE}).")
                    int sequences,
            @Option(
                            names = "--length",
                            paramLabel = "N",
                            defaultValue = "96",
                            description = "Tokens of a sequence (default: ${DEFAULT-VALUE}).")
                    int length,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "15",
                            description = "How many steps are timed (default: ${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--profile",
                            description = "Tells of each operation what processor time it takes of a step.")
                    boolean profiled)
            throws JsonProcessingException {
        TrainBench standard = TrainBench.DEFAULT;
        print(new TrainBench(standard.config(), sequences, length, rounds, standard.seed(), profiled).run());
        return 0;
    }

    @Command(
            name = "rollout",
            description = "Sampled responses, many at once, in Qwen3's shape with 1.2 million parameters.",
            mixinStandardHelpOptions = true)
    int rollout(
            @Option(
                            names = "--prompts",
                            paramLabel = "N",
                            defaultValue = "256",
                            description = "Different prompts (default: ${DEFAULT-VALUE}).")
                    int prompts,
            @Option(
                            names = "--samples",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Responses to each prompt (default: ${DEFAULT-VALUE}).")
                    int samples,
            @Option(
                            names = "--prompt-tokens",
                            paramLabel = "N",
                            defaultValue = "32",
                            description = "Tokens of a prompt (default: ${DEFAULT-VALUE}).")
                    int promptTokens,
            @Option(
                            names = "--new-tokens",
                            paramLabel = "N",
                            defaultValue = "64",
                            description = "Tokens of a response (default: ${DEFAULT-VALUE}).")
                    int newTokens,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "7",
                            description = "How often all are sampled (default: ${DEFAULT-VALUE}).")
                    int rounds,
            @Option(
                            names = "--profile",
                            description = "Tells in which operations the time goes, in rounds that are not timed.")
                    boolean profiled)
            throws JsonProcessingException {
        RolloutBench standard = RolloutBench.DEFAULT;
        print(new RolloutBench(
                        standard.config(), prompts, samples, promptTokens, newTokens, rounds, standard.seed(), profiled)
                .run());
        return 0;
    }

    @Command(
            name = "graph",
            description =
                    "The attention graph beside JGraphT's default graph: memory, build, iteration, PageRank, maximum flow.",
            mixinStandardHelpOptions = true)
    int graph(
            @Option(
                            names = "--tokens",
                            paramLabel = "N",
                            split = ",",
                            defaultValue = "512,1024,2048",
                            description = "Sizes of the graphs, a line each (default: ${DEFAULT-VALUE}).")
                    List<Integer> tokens,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How often each is timed (default: ${DEFAULT-VALUE}).")
                    int rounds)
            throws JsonProcessingException {
        for (int size : tokens) {
            print(new GraphBench(size, rounds, FlowBench.DEFAULT.seed()).run());
        }
        return 0;
    }

    @Command(
            name = "credit",
            description =
                    "What token credit costs in a step of reinforcement learning, against the length of responses.",
            mixinStandardHelpOptions = true)
    int credit(
            @Option(
                            names = "--response-tokens",
                            paramLabel = "N",
                            split = ",",
                            defaultValue = "64,128,256,512",
                            description = "Lengths of responses, a line each (default: ${DEFAULT-VALUE}).")
                    List<Integer> responseTokens,
            @Option(
                            names = "--methods",
                            paramLabel = "NAME",
                            split = ",",
                            description =
                                    "Methods of rl whose cost is measured (default: throughput and some that need no more than its graph).")
                    @Nullable
                    List<String> methods,
            @Option(
                            names = "--batch-tokens",
                            paramLabel = "N",
                            defaultValue = "16384",
                            description = "Tokens of a step, about (default: ${DEFAULT-VALUE}).")
                    int batchTokens,
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "How often each is timed (default: ${DEFAULT-VALUE}).")
                    int rounds)
            throws IOException {
        CreditBench standard = CreditBench.DEFAULT;
        for (int tokens : responseTokens) {
            print(new CreditBench(
                            standard.config(),
                            standard.promptTokens(),
                            tokens,
                            batchTokens,
                            methods == null ? standard.methods() : methods,
                            rounds,
                            standard.seed())
                    .run());
        }
        return 0;
    }

    private void print(Map<String, Object> measured) throws JsonProcessingException {
        spec.commandLine().getOut().println(JsonMapper.builder().build().writeValueAsString(measured));
    }
}
