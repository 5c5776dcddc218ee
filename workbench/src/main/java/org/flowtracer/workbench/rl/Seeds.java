package org.flowtracer.workbench.rl;

/** Seeds for everything random in a run, each from the run's seed, a purpose and a step: none depends on what was drawn before. */
enum Seeds {
    RESPONSES(1),
    CREDIT(2),
    CONTINUATIONS(3);

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long purpose;

    Seeds(long purpose) {
        this.purpose = purpose;
    }

    /** The seed of a purpose in a step. */
    long at(long seed, int step) {
        return mix(mix(mix(seed) + GOLDEN_GAMMA * purpose) + GOLDEN_GAMMA * (step + 1L));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
