package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flowtracer.workbench.files.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Generates {@link TwinChain}s: two unconnected chains of the same shape, with values of their own.
 *
 * <p>A chain has slots; the first is a constant, a later one a constant or an earlier slot plus or minus a number or another slot, and every slot
 * is needed by the last. The two statements of a slot stand side by side in random order, and the query asks for the last variable of one chain, so
 * that neither position nor mentions tell what is needed.
 *
 * @param options size and range
 * @param split the only part that problems are drawn from
 * @param seed of all problems; see {@link Task#problem}
 */
public record TwinChains(Options options, Split split, long seed) implements GeneratedTask {
    private static final double CONSTANT_SHARE = 0.2;
    private static final double TWO_SLOTS_SHARE = 0.4;

    /**
     * The size and range of twin chains.
     *
     * @param shortest the fewest variables of one chain, at least 2
     * @param longest the most variables of one chain, at most 8: drawing one takes about 0.2 ms up to 4 variables and 20 ms
     *     at 8; variables are a to j, and further letters only beyond five a chain
     * @param largestConstant constants are drawn from 0 to this
     * @param largestOperand added or subtracted numbers are drawn from 1 to this
     * @param largestValue every value lies in 0 to this
     * @param style how references are written; it changes no prompt
     */
    public record Options(
            int shortest,
            int longest,
            int largestConstant,
            int largestOperand,
            int largestValue,
            TwinChain.Style style) {
        /** What the bundled model was trained on. */
        public static final Options DEFAULT = new Options(2, 4, 60, 30, 99, TwinChain.Style.DEFAULT);

        /** @throws IllegalArgumentException if a bound is out of order */
        public Options {
            if (shortest < 2 || longest < shortest || longest > 8) {
                throw new IllegalArgumentException("expected 2 <= shortest <= longest <= 8 variables a chain, found "
                        + shortest + " and " + longest);
            }
            if (largestConstant < 0 || largestOperand < 1 || largestValue < Math.max(largestConstant, largestOperand)) {
                throw new IllegalArgumentException(
                        "expected constants of at most C >= 0, operands of at most O >= 1 and values of at most V >= C, O; found C = "
                                + largestConstant + ", O = " + largestOperand + ", V = " + largestValue);
            }
        }
    }

    /** One place of both chains: a constant ({@code left} = NONE), or {@code left} plus or minus a slot or a number ({@code right} = NONE). */
    private record Slot(int left, char operator, int right) {
        static final int NONE = -1;
        static final Slot CONSTANT = new Slot(NONE, '+', NONE);

        boolean isConstant() {
            return left == NONE;
        }
    }

    @Override
    public String name() {
        return TwinChain.NAME;
    }

    @Override
    public Map<String, Object> settings() {
        return Settings.json(options);
    }

    @Override
    public TwinChain problem(int index) {
        ProblemRandom random = new ProblemRandom(seed, index);
        while (true) {
            List<Slot> shape = shape(random);
            int size = shape.size();
            List<String> names = random.letters(2 * options.longest);
            List<String> first = statements(shape, names.subList(0, size), random);
            List<String> second = statements(shape, names.subList(size, 2 * size), random);
            if (first == null || second == null) {
                continue;
            }
            StringBuilder prompt = new StringBuilder();
            for (int j = 0; j < size; j++) {
                List<String> pair = new ArrayList<>(List.of(first.get(j), second.get(j)));
                random.shuffle(pair);
                pair.forEach(statement -> prompt.append(statement).append(';'));
            }
            prompt.append('?')
                    .append(names.get(random.happens(0.5) ? size - 1 : 2 * size - 1))
                    .append('\n');
            if (Split.of(prompt.toString()) == split) {
                return TwinChain.parse(prompt.toString()).withStyle(options.style);
            }
        }
    }

    private List<Slot> shape(ProblemRandom random) {
        while (true) {
            int size = random.between(options.shortest, options.longest);
            List<Slot> slots = new ArrayList<>(List.of(Slot.CONSTANT));
            Set<Integer> used = new TreeSet<>();
            while (slots.size() < size) {
                Slot slot = random.happens(CONSTANT_SHARE) ? Slot.CONSTANT : combination(slots.size(), random);
                slots.add(slot);
                used.add(slot.left);
                used.add(slot.right);
            }
            used.remove(Slot.NONE);
            if (!slots.get(size - 1).isConstant() && used.size() == size - 1) {
                return slots;
            }
        }
    }

    private static Slot combination(int earlierSlots, ProblemRandom random) {
        int left = random.between(0, earlierSlots - 1);
        int right = Slot.NONE;
        if (earlierSlots > 1 && random.happens(TWO_SLOTS_SHARE)) {
            right = random.between(0, earlierSlots - 2);
            right += right >= left ? 1 : 0;
        }
        return new Slot(left, random.oneOf(List.of('+', '-')), right);
    }

    /**
     * Gives the slots of one chain their values.
     *
     * @return the statements in slot order, without their end marks; null if a value leaves the range
     */
    private @Nullable List<String> statements(List<Slot> shape, List<String> names, ProblemRandom random) {
        List<String> statements = new ArrayList<>();
        int[] values = new int[shape.size()];
        boolean withinRange = true;
        for (int j = 0; j < values.length; j++) {
            Slot slot = shape.get(j);
            String definition;
            if (slot.isConstant()) {
                values[j] = random.between(0, options.largestConstant);
                definition = Integer.toString(values[j]);
            } else {
                boolean twoSlots = slot.right != Slot.NONE;
                int operand = twoSlots ? values[slot.right] : random.between(1, options.largestOperand);
                values[j] = slot.operator == '+' ? values[slot.left] + operand : values[slot.left] - operand;
                definition = names.get(slot.left) + slot.operator + (twoSlots ? names.get(slot.right) : operand);
            }
            withinRange &= values[j] >= 0 && values[j] <= options.largestValue;
            statements.add(names.get(j) + "=" + definition);
        }
        return withinRange ? statements : null;
    }
}
