package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.model.WorkerThreads;
import org.jspecify.annotations.Nullable;

/**
 * A model's passes over batches of sequences of any number and any lengths: forward and backward for training, forward alone for reading.
 *
 * <p>A batch is cut into slices of sequences of similar length, which threads take through the model, each with a gradient of its own. Which
 * thread takes which slice, and in which order sums are taken, depends on the batch and the number of threads only. So the same batch and
 * parameters give the same bits on the same machine with the same library of matrix products and number of threads.
 *
 * <p>One thread at a time uses it; others, and who closes it, wait. Its memory lies outside Java's heap, so that {@link #close} matters where many are made.
 */
public final class BatchPasses implements AutoCloseable {
    private final ModelConfig config;
    private final int length;
    private final KernelChoice choice;
    private final List<PassWorker> workers = new ArrayList<>();
    private final WorkerThreads threads;

    /**
     * Passes over a model's parameters as they are at each call.
     *
     * @param length the longest sequence
     * @throws InputException if the model has not so many positions
     */
    public BatchPasses(ParameterVector parameters, int length) {
        this(parameters, length, KernelChoice.best());
    }

    BatchPasses(ParameterVector parameters, int length, KernelChoice choice) {
        this.config = parameters.weights().config();
        this.length = length;
        this.choice = choice;
        config.requireLength(length, "a training batch");
        int rows = Math.max(choice.sliceRows(), length);
        for (int worker = 0; worker < choice.workers(); worker++) {
            workers.add(new PassWorker(parameters.weights(), choice.kernels(config, rows, length), rows, length));
        }
        this.threads = new WorkerThreads(workers.size(), "flowtracer-pass");
    }

    /** What a worker does with one slice. */
    @FunctionalInterface
    private interface SliceWork {
        void on(PassWorker worker, int index, Slice slice);
    }

    /**
     * The loss of a batch and its gradient.
     *
     * @param tokenIds of each sequence, at least one token each
     * @param gradient overwritten
     * @throws InputException if a sequence is empty or too long, or an id out of the vocabulary
     */
    public synchronized double lossAndGradient(int[][] tokenIds, TokenLoss loss, ParameterVector gradient) {
        requireSequences(tokenIds);
        List<Slice> slices = Slice.cut(tokenIds, choice.sliceRows(), workers.size());
        double[] shares = new double[slices.size()];
        List<ParameterVector> gradients = new ArrayList<>(List.of(gradient));
        gradient.values().assign(0);
        for (PassWorker worker : workers.subList(1, workers.size())) {
            gradients.add(worker.clearedGradient());
        }
        onAll(
                slices,
                (worker, index, slice) -> shares[index] =
                        worker.lossAndGradient(tokenIds, slice, loss, gradients.get(workers.indexOf(worker))));
        for (ParameterVector others : gradients.subList(1, gradients.size())) {
            gradient.values().addi(others.values());
        }
        return Arrays.stream(shares).sum();
    }

    /** Log-probabilities and entropies of each sequence. */
    public List<Reading> read(int[][] tokenIds) {
        return read(tokenIds, List.of());
    }

    /**
     * Log-probabilities and entropies of each sequence, and the mean attention over the heads of some layers.
     *
     * @param tokenIds of each sequence, at least one token each
     * @param layers ascending; empty for no attention
     * @return in the order of the sequences
     * @throws InputException if a sequence is empty or too long, or an id out of the vocabulary
     */
    public List<Reading> read(int[][] tokenIds, List<Integer> layers) {
        return read(tokenIds, Kept.mean(layers));
    }

    /**
     * Log-probabilities and entropies of each sequence, and whatever else is to be kept.
     *
     * @param tokenIds of each sequence, at least one token each
     * @return in the order of the sequences
     * @throws InputException if a sequence is empty or too long, or an id out of the vocabulary
     */
    public synchronized List<Reading> read(int[][] tokenIds, Kept kept) {
        requireSequences(tokenIds);
        @Nullable Reading[] readings = new Reading[tokenIds.length];
        onAll(
                Slice.cut(tokenIds, choice.sliceRows(), workers.size()),
                (worker, index, slice) -> worker.read(tokenIds, slice, kept, readings));
        return Arrays.stream(readings).map(Objects::requireNonNull).toList();
    }

    /** Gives slice j to worker j modulo their number, and waits for all. */
    private void onAll(List<Slice> slices, SliceWork work) {
        List<Runnable> tasks = new ArrayList<>();
        for (int first = 0; first < workers.size(); first++) {
            int start = first;
            tasks.add(() -> {
                choice.enterThread();
                for (int index = start; index < slices.size(); index += workers.size()) {
                    work.on(workers.get(start), index, slices.get(index));
                }
            });
        }
        threads.run(tasks);
    }

    private void requireSequences(int[][] tokenIds) {
        if (tokenIds.length == 0) {
            throw new InputException("at least one sequence", "none", "a batch");
        }
        for (int sequence = 0; sequence < tokenIds.length; sequence++) {
            String where = "sequence " + sequence + " of a batch";
            int tokens = tokenIds[sequence].length;
            if (tokens == 0 || tokens > length) {
                throw new InputException("1 to " + length + " tokens", Integer.toString(tokens), where);
            }
            config.requireTokens(tokenIds[sequence], where);
        }
    }

    /** Waits for what is running, then gives the memory back. */
    @Override
    public synchronized void close() {
        threads.close();
        workers.forEach(PassWorker::close);
    }
}
