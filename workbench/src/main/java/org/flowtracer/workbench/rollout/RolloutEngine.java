package org.flowtracer.workbench.rollout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ComputeBackend;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.ModelWeights;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.model.WorkerThreads;

/**
 * Continues many prompts at once.
 *
 * <p>Responses are sampled in waves, in the order of the requests, with a wave on each of the engine's threads at a time; within a wave a prompt is
 * read once, however many samples it gets, and rows that have ended are taken out. The cache is made once, with the engine. The weights are read
 * anew in each call: they may change between calls, not during one.
 *
 * <p>Each response has a random generator of its own, seeded by (seed, request, sample), so that it does not depend on the responses beside it nor
 * on the number of threads; logits depend on them in their last bits at most, where small products of another shape round otherwise.
 *
 * <p>With MKL behind ND4J as many rows as it has threads are worked on side by side, each by a thread; else ND4J's operations work on all rows at
 * once. One thread at a time uses an engine; others, and who closes it, wait. Its memory lies outside Java's heap, so that {@link #close} matters.
 */
public final class RolloutEngine implements AutoCloseable {
    /** The most rows of a wave with MKL: enough for full speed of the products, few enough for their cache to stay in the processor's. */
    private static final int MKL_ROWS = 64;

    /** Of the threads that write responses. */
    public static final String THREAD_NAME = "rollout";

    private final ModelConfig config;
    private final int maxLength;
    private final int waveRows;
    private final List<BatchDecoder> decoders = new ArrayList<>();
    private final WorkerThreads threads;

    /**
     * @param weights what is sampled from, as it is at each call
     * @param rows the most responses that are written at once
     * @param maxLength the most tokens of a prompt and its response
     * @throws InputException if the model has not so many positions
     * @throws IllegalArgumentException if there is no row, or no place for a prompt and a response
     */
    public RolloutEngine(ModelWeights weights, int rows, int maxLength) {
        this(
                weights,
                rows,
                maxLength,
                Mkl.isAvailable() ? ComputeBackend.start().blasThreads() : 0);
    }

    /** As above, with so many threads on MKL's operations, or ND4J's operations if 0. */
    RolloutEngine(ModelWeights weights, int rows, int maxLength, int mklThreads) {
        if (rows < 1) {
            throw new IllegalArgumentException("expected at least 1 row, found " + rows);
        }
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "expected room for a prompt and a response, at least 2 tokens, found " + maxLength);
        }
        this.config = weights.config();
        config.requireLength(maxLength, "a rollout engine's rows");
        this.maxLength = maxLength;
        if (mklThreads == 0) {
            waveRows = rows;
            decoders.add(new TensorDecoder(weights, rows, maxLength));
        } else {
            waveRows = Math.min(MKL_ROWS, ceilingOfQuotient(rows, mklThreads));
            for (int j = 0; j < Math.min(mklThreads, rows / waveRows); j++) {
                decoders.add(new MklDecoder(weights, waveRows, maxLength));
            }
        }
        threads = new WorkerThreads(decoders.size(), THREAD_NAME);
    }

    /** An engine of given decoders, one a thread. */
    RolloutEngine(ModelConfig config, int waveRows, int maxLength, List<? extends BatchDecoder> decoders) {
        this.config = config;
        this.waveRows = waveRows;
        this.maxLength = maxLength;
        this.decoders.addAll(decoders);
        threads = new WorkerThreads(decoders.size(), THREAD_NAME);
    }

    /**
     * An engine with room for the longest prompt and its response, or as much of it as the model has positions.
     *
     * @param requests at least one
     * @param maxTokens of a response
     */
    public static RolloutEngine roomFor(ModelWeights weights, int rows, List<RolloutRequest> requests, int maxTokens) {
        int longest = requests.stream()
                .mapToInt(request -> request.tokenIds().length)
                .max()
                .orElseThrow();
        return new RolloutEngine(
                weights, rows, Math.min(longest + maxTokens, weights.config().maxPositions()));
    }

    private static int ceilingOfQuotient(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    /**
     * Continues each prompt as often as it asks, until the model ends its text, the limit of the options is reached, or the row is full.
     *
     * @return the responses, sample by sample, in the order of the requests
     * @throws InputException if a prompt holds an id that the model does not have, or leaves no place for a response
     */
    public synchronized List<Rollout> sample(List<RolloutRequest> requests, SamplingOptions options, long seed) {
        for (int request = 0; request < requests.size(); request++) {
            int[] prompt = requests.get(request).tokenIds();
            String where = "the prompt of request " + request;
            config.requireTokens(prompt, where);
            if (prompt.length >= maxLength) {
                throw new InputException("at most " + (maxLength - 1) + " tokens", "" + prompt.length, where);
            }
        }
        List<Response> responses = new ArrayList<>();
        for (int request = 0; request < requests.size(); request++) {
            int length = requests.get(request).tokenIds().length;
            for (int sample = 0; sample < requests.get(request).samples(); sample++) {
                int most = Math.min(options.maxTokens(), maxLength - length);
                responses.add(Response.sampled(request, sample, options, seed, most));
            }
        }
        return write(responses, requests);
    }

    /**
     * The log-probabilities of given responses, one to each prompt, whose samples do not count.
     *
     * @param responses of each request, at least one token
     * @return in the order of the requests; none has ended
     * @throws InputException if a prompt or response holds an id that the model does not have, or the two do not fit
     */
    public synchronized List<Rollout> read(List<RolloutRequest> requests, List<int[]> responses) {
        List<Response> given = new ArrayList<>();
        for (int request = 0; request < requests.size(); request++) {
            int[] prompt = requests.get(request).tokenIds();
            int[] response = responses.get(request);
            config.requireTokens(prompt, "the prompt of request " + request);
            config.requireTokens(response, "the response to request " + request);
            if (response.length == 0 || prompt.length + response.length > maxLength) {
                throw new InputException(
                        "1 to " + (maxLength - prompt.length) + " tokens",
                        "" + response.length,
                        "the response to request " + request);
            }
            given.add(Response.given(request, response));
        }
        return write(given, requests);
    }

    private List<Rollout> write(List<Response> waiting, List<RolloutRequest> requests) {
        int waves = ceilingOfQuotient(waiting.size(), waveRows * decoders.size()) * decoders.size();
        AtomicInteger next = new AtomicInteger();
        List<Runnable> work = new ArrayList<>();
        for (BatchDecoder decoder : decoders) {
            work.add(() -> {
                for (int wave = next.getAndIncrement(); wave < waves; wave = next.getAndIncrement()) {
                    write(
                            decoder,
                            waiting.subList(part(wave, waves, waiting), part(wave + 1, waves, waiting)),
                            requests);
                }
            });
        }
        threads.run(work);
        return waiting.stream()
                .map(Response::rollout)
                .sorted(Comparator.comparingInt(Rollout::request).thenComparingInt(Rollout::sample))
                .toList();
    }

    /** Where the first response of a wave stands, when the responses are spread evenly. */
    private static int part(int wave, int waves, List<Response> responses) {
        return (int) ((long) responses.size() * wave / waves);
    }

    /** Writes the responses of one wave to their ends. */
    private void write(BatchDecoder decoder, List<Response> wave, List<RolloutRequest> requests) {
        if (wave.isEmpty()) {
            return;
        }
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
            for (int j = 0; j < now.size(); j++) {
                now.get(j).draw(current, written[j], config);
            }
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

    /** Waits for what is running, then gives the memory back; the weights stay. */
    @Override
    public synchronized void close() {
        threads.close();
        decoders.forEach(BatchDecoder::close);
    }
}
