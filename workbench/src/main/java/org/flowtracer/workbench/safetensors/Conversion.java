package org.flowtracer.workbench.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Floating-point storage to float, bit for bit: no value changes except that F64 is rounded to nearest; and back, to BF16, rounded. */
final class Conversion {
    private Conversion() {}

    /** Converts all of {@code bytes} (little-endian) to {@code target}, from its position, which moves behind the last element. */
    static void toFloats(DataType type, ByteBuffer bytes, FloatBuffer target) {
        int start = target.position();
        int count = bytes.remaining() / type.bytes();
        switch (type) {
            case F32 -> target.put(start, bytes.asFloatBuffer(), 0, count);
            case F16 -> {
                for (int j = 0; j < count; j++) {
                    target.put(start + j, ofHalf(bytes.getShort(2 * j)));
                }
            }
            case BF16 -> {
                for (int j = 0; j < count; j++) {
                    target.put(start + j, Float.intBitsToFloat(bytes.getShort(2 * j) << 16));
                }
            }
            case F64 -> {
                for (int j = 0; j < count; j++) {
                    target.put(start + j, (float) bytes.getDouble(8 * j));
                }
            }
            default -> throw new IllegalArgumentException("expected a floating-point type, found " + type);
        }
        target.position(start + count);
    }

    /** Writes all that is left of {@code floats} at the position of {@code target}, which stays, each rounded to the nearest BF16, a tie to the even one; NaN stays NaN. */
    static void toBrainFloats(FloatBuffer floats, ByteBuffer target) {
        ShortBuffer rounded = target.asShortBuffer();
        while (floats.hasRemaining()) {
            float value = floats.get();
            int bits = Float.floatToIntBits(value);
            int nearest = Float.isNaN(value) ? bits : bits + 0x7fff + (bits >> 16 & 1);
            rounded.put((short) (nearest >> 16));
        }
    }

    /** The float equal to an IEEE 754 half: 1 sign bit, 5 of exponent, 10 of mantissa. */
    static float ofHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(mantissa * 0x1p-24f));
        }
        int widened = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
    }
}
