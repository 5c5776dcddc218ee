package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The random numbers of one problem: a generator of its own for each (seed, index), so that no problem depends on those before it.
 *
 * <p>{@link Random}'s algorithm is fixed by its specification, so the same problem comes out on every Java machine. Its 48-bit state is set
 * from both numbers through the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), since it would otherwise give neighbouring seeds
 * alike first numbers.
 */
final class ProblemRandom {
    private static final int LETTERS_LEAST = 10;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Random random;

    /** @throws IndexOutOfBoundsException if the index is negative */
    ProblemRandom(long seed, int index) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("expected a problem index of at least 0, found " + index);
        }
        this.random = new Random(mix(mix(seed) + GOLDEN_GAMMA * (index + 1L)));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** True with the given probability. */
    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** One of the items, each as likely. */
    <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** A random order (Fisher-Yates); the list is changed. */
    <T> void shuffle(List<T> items) {
        for (int j = items.size() - 1; j > 0; j--) {
            int other = random.nextInt(j + 1);
            T item = items.get(j);
            items.set(j, items.get(other));
            items.set(other, item);
        }
    }

    /** The letters from a on in a random order: so many, and no fewer than the ten from a to j. */
    List<String> letters(int count) {
        List<String> letters = IntStream.range(0, Math.max(LETTERS_LEAST, count))
                .mapToObj(j -> Character.toString('a' + j))
                .collect(Collectors.toCollection(ArrayList::new));
        shuffle(letters);
        return letters;
    }
}
