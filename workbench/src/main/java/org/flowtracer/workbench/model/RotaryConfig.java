package org.flowtracer.workbench.model;

/**
 * How positions turn queries and keys: the base of the wavelengths and how they are stretched.
 *
 * @param theta the base; pair j of a head of width d turns by theta^(-2j/d) radians a token before scaling
 */
public record RotaryConfig(double theta, Scaling scaling) {
    /** The base that transformers takes where a configuration names none. */
    public static final double THETA_DEFAULT = 10_000;

    /** @throws IllegalArgumentException if theta is not above 0 */
    public RotaryConfig {
        requirePositive("rope_theta", theta);
    }

    /**
     * What is done to the frequencies, to reach further than in pre-training. In float, step by step as the reference computes it: a difference in
     * the last bit of a frequency shows in the attention of far tokens.
     */
    public sealed interface Scaling {
        /** The frequency in use, in radians a token. */
        float scaled(float frequency);
    }

    /** Frequencies as they are. */
    public record Unscaled() implements Scaling {
        @Override
        public float scaled(float frequency) {
            return frequency;
        }
    }

    /** Every frequency divided by {@code factor}. */
    public record Linear(double factor) implements Scaling {
        public Linear {
            requirePositive("factor", factor);
        }

        @Override
        public float scaled(float frequency) {
            return frequency / (float) factor;
        }
    }

    /**
     * Llama 3: wavelengths longer than {@code originalPositions / lowFrequencyFactor} are stretched by {@code factor}, those shorter than
     * {@code originalPositions / highFrequencyFactor} are kept, and between them the frequency moves linearly from one to the other.
     */
    public record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
            implements Scaling {
        public Llama3 {
            requirePositive("factor", factor);
            requirePositive("low_freq_factor", lowFrequencyFactor);
            requirePositive("original_max_position_embeddings", originalPositions);
            if (!(highFrequencyFactor > lowFrequencyFactor)) {
                throw new IllegalArgumentException("expected high_freq_factor above low_freq_factor, found "
                        + highFrequencyFactor + " and " + lowFrequencyFactor);
            }
        }

        @Override
        public float scaled(float frequency) {
            float wavelength = (float) (2 * Math.PI) / frequency;
            if (wavelength > (float) (originalPositions / lowFrequencyFactor)) {
                return frequency / (float) factor;
            }
            if (wavelength < (float) (originalPositions / highFrequencyFactor)) {
                return frequency;
            }
            float turns = originalPositions / wavelength;
            float kept = (turns - (float) lowFrequencyFactor) / (float) (highFrequencyFactor - lowFrequencyFactor);
            return (1 - kept) * frequency / (float) factor + kept * frequency;
        }
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("expected " + key + " above 0, found " + value);
        }
    }
}
