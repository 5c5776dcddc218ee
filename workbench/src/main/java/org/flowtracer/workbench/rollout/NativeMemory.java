package org.flowtracer.workbench.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Floats outside Java's heap, given back together. */
final class NativeMemory implements AutoCloseable {
    /** Stretches begin at multiples of so many floats, 64 bytes. */
    private static final int ALIGNMENT = 16;

    private final List<FloatPointer> stretches = new ArrayList<>();

    /** A stretch of floats that hold anything. */
    FloatPointer floats(long length) {
        FloatPointer stretch = new FloatPointer(length + ALIGNMENT);
        stretches.add(stretch);
        long past = stretch.address() / Float.BYTES % ALIGNMENT;
        return stretch.getPointer((ALIGNMENT - past) % ALIGNMENT);
    }

    /** A stretch of one number throughout. */
    FloatPointer constant(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return floats(length).put(values);
    }

    @Override
    public void close() {
        stretches.forEach(FloatPointer::close);
    }
}
