package org.flowtracer.workbench.rl;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.Kept;
import org.flowtracer.workbench.train.Reading;

/**
 * From what the model made of responses to the weights of their tokens, by the {@link Method} of a run. The question is the whole prompt; the
 * token that ended a response is not traced and keeps a weight of 1.
 */
public final class TracedCredit {
    private final RlConfig config;
    private final ModelConfig model;
    private final Tokenizer tokenizer;

    public TracedCredit(RlConfig config, ModelConfig model, Tokenizer tokenizer) {
        this.config = config;
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /** What {@link #weights} needs of each response's reading. */
    public Kept kept() {
        Method method = config.method();
        if (!method.needsScores()) {
            return Kept.NOTHING;
        }
        LayerBand band = method.needsHeads() ? LayerBand.ALL : method.layers();
        return new Kept(band.layersOf(model.layers()), method.needsHeads(), false);
    }

    /**
     * The weights of each response's prompt and tokens, without the token that ended it; uninformed where it has no answer or the scores tell no
     * tokens apart.
     *
     * @param readings of all tokens of prompt and response, with what is to be {@link #kept}
     * @param advantages of the tokens drawn; of their mean only the sign is used
     * @param step of the run
     */
    public List<CreditWeights> weights(
            List<SampledResponse> responses, List<Reading> readings, List<double[]> advantages, int step) {
        long seed = Seeds.CREDIT.at(config.seed(), step);
        return IntStream.range(0, responses.size())
                .parallel()
                .mapToObj(j -> {
                    double advantage =
                            Arrays.stream(advantages.get(j)).average().orElseThrow();
                    return weights(responses.get(j), readings.get(j), advantage, seed + j, step);
                })
                .toList();
    }

    private CreditWeights weights(SampledResponse response, Reading reading, double advantage, long seed, int step) {
        Method method = config.method();
        int end = response.writtenEnd();
        Positions written = Positions.range(response.prompt().length, end);
        if (!method.needsScores()) {
            return CreditWeights.uniform(end, written);
        }
        Optional<Positions> answer = answer(response);
        if (answer.isEmpty()) {
            return CreditWeights.uninformed(end, written);
        }
        int[] tokenIds = Arrays.copyOf(response.tokenIds(), end);
        AttentionTrace trace = new AttentionTrace(
                tokenizer.decode(tokenIds).pieces(),
                tokenIds,
                new Regions(Positions.range(0, response.prompt().length), written, answer.get()),
                attention(reading, end),
                Arrays.copyOf(reading.logProb(), end - 1),
                Arrays.copyOf(reading.entropy(), end));
        double progress = config.steps() == 1 ? 0 : (step - 1.0) / (config.steps() - 1);
        return method.weights(Evidence.of(trace, method.dag()), advantage, seed, progress);
    }

    private Attention attention(Reading reading, int end) {
        List<Integer> layers = kept().layers();
        if (!config.method().needsHeads()) {
            CausalMatrix mean = Objects.requireNonNull(reading.attention());
            return new Attention.Averaged(layers, model.layers(), first(mean, end));
        }
        List<List<CausalMatrix>> heads = reading.heads().stream()
                .map(layer -> layer.stream().map(head -> first(head, end)).toList())
                .toList();
        return new Attention.PerHead(layers, model.layers(), heads);
    }

    /** The attention of the first tokens alone: rows are packed, so that those of later tokens stand behind. */
    private static CausalMatrix first(CausalMatrix all, int end) {
        return CausalMatrix.over(end, Arrays.copyOf(all.packed(), CausalMatrix.packedLength(end)));
    }

    private Optional<Positions> answer(SampledResponse response) {
        try {
            return Optional.of(
                    config.answer().in(tokenizer.decode(response.rollout().written()), response.prompt().length));
        } catch (InputException none) {
            return Optional.empty();
        }
    }
}
