package org.flowtracer.workbench.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.model.Mkl;
import org.flowtracer.workbench.model.ModelWeights;

/**
 * Rows on a processor with MKL, in single-threaded calls: several of these run side by side, a thread each.
 *
 * <p>Rows that end cost nothing any more: passes hold the others only, and the cache is reached through addresses, so that nothing moves. Memory:
 * 2 L R G C d floats for the cache, made once.
 */
final class MklDecoder implements BatchDecoder {
    /** Rows of a pass that reads prompts: enough for full speed of the products, few enough for the processor's cache. */
    private static final int PASS_ROWS = 128;

    /**
     * A sequence.
     *
     * @param lane where its tokens stand in the cache
     * @param sharedLane where the first {@code shared} of them stand
     * @param length how many tokens have been read
     * @param hidden what no token but itself sees
     */
    private record Row(int lane, int sharedLane, int shared, int length, Positions hidden) {
        Row longer() {
            return new Row(lane, sharedLane, shared, length + 1, hidden);
        }
    }

    private final MklForward model;
    private final int[] tokenIds; // of the rows of a pass
    private final int[] positions; // likewise
    private final float[] logits; // [R, V]
    private List<Row> rows = List.of();
    private int lanes; // how many are in use

    /**
     * @param rows R, the most rows
     * @param capacity C, the most tokens of a row
     */
    MklDecoder(ModelWeights weights, int rows, int capacity) {
        int most = Math.max(PASS_ROWS, rows);
        model = new MklForward(weights, most, rows, capacity);
        tokenIds = new int[most];
        positions = new int[most];
        logits = new float[rows * weights.config().vocabulary()];
    }

    @Override
    public float[] start(List<RolloutRequest> prompts) {
        Mkl.useOneThread();
        model.locateWeights();
        rows = new ArrayList<>();
        model.attention().begin();
        int size = 0; // of the pass
        List<Integer> ends = new ArrayList<>(); // the pass's rows that are the last of a prompt
        int read = 0; // prompts
        for (lanes = 0; lanes < prompts.size(); lanes++) {
            RolloutRequest prompt = prompts.get(lanes);
            int length = prompt.tokenIds().length;
            rows.add(new Row(lanes, lanes, 0, length, prompt.hidden()));
            for (int from = 0; from < length; ) {
                int count = Math.min(length - from, PASS_ROWS - size);
                model.attention().addSequence(lanes, from, count, prompt.hidden());
                for (int j = 0; j < count; j++) {
                    tokenIds[size + j] = prompt.tokenIds()[from + j];
                    positions[size + j] = from + j;
                }
                size += count;
                from += count;
                if (from == length) {
                    ends.add(size - 1);
                }
                boolean isLast = from == length && lanes == prompts.size() - 1;
                if (size == PASS_ROWS || isLast) {
                    model.run(size, tokenIds, positions);
                    model.read(ends.stream().mapToInt(row -> row).toArray(), logits, read);
                    read += ends.size();
                    ends.clear();
                    size = 0;
                    model.attention().begin();
                }
            }
        }
        return logits;
    }

    @Override
    public void arrange(int[] sources) {
        List<Row> arranged = new ArrayList<>();
        for (int j = 0; j < sources.length; j++) {
            Row source = rows.get(sources[j]);
            boolean isFirst = j == 0 || sources[j - 1] != sources[j];
            boolean isLast = j == sources.length - 1 || sources[j + 1] != sources[j];
            if (isFirst && isLast) {
                arranged.add(source);
            } else if (source.shared > 0) {
                throw new IllegalStateException(
                        "expected to copy rows at the ends of their prompts, found one past it");
            } else {
                int lane = isFirst ? source.lane : lanes++;
                arranged.add(new Row(lane, source.lane, source.length, source.length, source.hidden));
            }
        }
        rows = arranged;
    }

    @Override
    public float[] step(int[] tokenIds) {
        model.attention().begin();
        int size = tokenIds.length;
        for (int from = 0; from < size; ) {
            Row first = rows.get(from);
            int to = from + 1;
            while (first.shared > 0 && to < size && rows.get(to).sharedLane == first.sharedLane) {
                to++;
            }
            int[] own = rows.subList(from, to).stream().mapToInt(Row::lane).toArray();
            model.attention().addTokens(own, first.length, first.sharedLane, first.shared, first.hidden);
            from = to;
        }
        Arrays.setAll(positions, row -> row < size ? rows.get(row).length : 0);
        model.run(size, tokenIds, positions);
        int[] all = new int[size];
        Arrays.setAll(all, row -> row);
        model.read(all, logits, 0);
        rows.replaceAll(Row::longer);
        return logits;
    }

    @Override
    public void close() {
        model.close();
    }
}
