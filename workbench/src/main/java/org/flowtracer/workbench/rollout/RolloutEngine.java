package org.flowtracer.workbench.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.SamplingOptions;

/**
 * Continues many prompts at once.
 *
 * <p>Responses are sampled in waves of as many rows as the engine has, in the order of the requests; within a wave a prompt is read once, however
 * many samples it gets, and rows that have ended are taken out. The cache is made once, with the engine. The weights are read anew in each call:
 * they may change between calls, not during one.
 *
 * <p>Each response has a random generator of its own, seeded by (seed, request, sample), so that it does not depend on the responses beside it;
 * logits depend on them in their last bits, where products of another shape round otherwise.
 *
 * <p>One thread uses an engine at a time. Its memory lies outside Java's heap, so that {@link #close} matters.
 */
public final class RolloutEngine implements AutoCloseable {
    private final ModelConfig config;
    private final int rows;
    private final int maxLength;
    private final BatchDecoder decoder;

    /**
     * @param weights what is sampled from, as it is at each call
     * @param rows how many responses are written at once
     * @param maxLength the most tokens of a prompt and its response
     * @throws InputException if the model has not so many positions
     * @throws IllegalArgumentException if there is no row, or no place for a prompt and a response
     */
    public RolloutEngine(ModelWeights weights, int rows, int maxLength) {
        if (rows < 1) {
            throw new IllegalArgumentException("expected at least 1 row, found " + rows);
        }
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "expected room for a prompt and a response, at least 2 tokens, found " + maxLength);
        }
        this.config = weights.config();
        config.requireLength(maxLength, "a rollout engine's rows");
        this.rows = rows;
        this.maxLength = maxLength;
        this.decoder = new TensorDecoder(weights, rows, maxLength);
    }

    /**
     * Continues each prompt as often as it asks, until the model ends its text, the limit of the options is reached, or the row is full.
     *
     * @return the responses, sample by sample, in the order of the requests
     * @throws InputException if a prompt holds an id that the model does not have, or leaves no place for a response
     */
    public List<Rollout> sample(List<RolloutRequest> requests, SamplingOptions options, long seed) {
        for (int request = 0; request < requests.size(); request++) {
            int[] prompt = requests.get(request).tokenIds();
            String where = "the prompt of request " + request;
            config.requireTokens(prompt, where);
            if (prompt.length >= maxLength) {
                throw new InputException("at most " + (maxLength - 1) + " tokens", "" + prompt.length, where);
            }
        }
        List<Response> waiting = new ArrayList<>();
        for (int request = 0; request < requests.size(); request++) {
            int length = requests.get(request).tokenIds().length;
            for (int sample = 0; sample < requests.get(request).samples(); sample++) {
                waiting.add(new Response(
                        request, sample, options, seed, Math.min(options.maxTokens(), maxLength - length)));
            }
        }
        for (int from = 0; from < waiting.size(); from += rows) {
            write(waiting.subList(from, Math.min(from + rows, waiting.size())), requests);
        }
        return waiting.stream()
                .map(Response::rollout)
                .sorted(Comparator.comparingInt(Rollout::request).thenComparingInt(Rollout::sample))
                .toList();
    }

    /** Writes the responses of one wave to their ends. */
    private void write(List<Response> wave, List<RolloutRequest> requests) {
        List<Integer> asked = wave.stream().map(Response::request).distinct().toList();
        float[] logits = decoder.start(asked.stream().map(requests::get).toList()); // [N, V]
        List<Response> open = wave;
        int[] rowOf = open.stream()
                .mapToInt(response -> response.request() - asked.get(0))
                .toArray(); // of each open response, its row
        while (true) {
            int[] written = rowOf;
            float[] current = logits;
            List<Response> now = open;
            IntStream.range(0, now.size()).parallel().forEach(j -> now.get(j).draw(current, written[j], config));
            int[] left = IntStream.range(0, now.size())
                    .filter(j -> now.get(j).isOpen())
                    .toArray();
            if (left.length == 0) {
                return;
            }
            int[] sources = IntStream.of(left).map(j -> written[j]).toArray();
            decoder.arrange(sources);
            open = IntStream.of(left).mapToObj(now::get).toList();
            rowOf = IntStream.range(0, left.length).toArray();
            logits = decoder.step(open.stream().mapToInt(Response::last).toArray());
        }
    }

    /** Gives the memory back; the weights stay. */
    @Override
    public void close() {
        decoder.close();
    }
}
