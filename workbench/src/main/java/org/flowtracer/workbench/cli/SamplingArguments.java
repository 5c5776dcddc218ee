package org.flowtracer.workbench.cli;

import org.flowtracer.workbench.TraceRequest;
import org.flowtracer.workbench.model.SamplingOptions;
import picocli.CommandLine.Option;

/** The options on how a model writes. */
final class SamplingArguments {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
    private long seed = TraceRequest.SEED_DEFAULT;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description =
                    "What logits are divided by; 0 takes the most likely token always (default: ${DEFAULT-VALUE}).")
    private double temperature = SamplingOptions.GREEDY.temperature();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Draw from the K most likely tokens only; 0 for all (default: ${DEFAULT-VALUE}).")
    private int topK = SamplingOptions.GREEDY.topK();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draw from the fewest tokens whose probabilities sum to P (default: ${DEFAULT-VALUE}).")
    private double topP = SamplingOptions.GREEDY.topP();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The most tokens of a response (default: ${DEFAULT-VALUE}).")
    private int maxTokens = SamplingOptions.MAX_TOKENS_DEFAULT;

    long seed() {
        return seed;
    }

    SamplingOptions options() {
        return new SamplingOptions(temperature, topK, topP, maxTokens);
    }
}
