package org.flowtracer.workbench.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.flowtracer.workbench.files.InputException;

/**
 * One tensor of an open file: what its header says, and its elements on demand. Elements are counted from 0 in row-major order.
 *
 * <p>{@link #read} converts through a buffer of {@value #CHUNK_BYTES} bytes and not through a mapping, whose pages would stay in the process until a
 * garbage collection: memory grows by the target alone.
 */
public final class Tensor {
    /** The bytes that are converted at once; a multiple of every element size. */
    private static final int CHUNK_BYTES = 1 << 18;

    private final String name;
    private final DataType type;
    private final long[] shape;
    private final long elements;
    private final FileChannel channel;
    private final long offset;
    private final Path file;

    /**
     * @param elements the product of the shape
     * @param offset where the first byte lies in the file
     */
    Tensor(String name, DataType type, long[] shape, long elements, FileChannel channel, long offset, Path file) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.elements = elements;
        this.channel = channel;
        this.offset = offset;
        this.file = file;
    }

    public String name() {
        return name;
    }

    public DataType type() {
        return type;
    }

    /** A fresh array of the lengths of the axes, slowest first; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements: the product of the shape. */
    public long elements() {
        return elements;
    }

    /** File and tensor, for messages. */
    public String where() {
        return "tensor '" + name + "' of " + file;
    }

    /**
     * Converts the elements {@code from}, {@code from + 1}, ... to float, as many as {@code target} has room for, and moves its position to its
     * limit. F32, F16 and BF16 are exact, subnormal numbers, infinities and NaN included; F64 is rounded to nearest.
     *
     * @throws InputException if the elements are not floating-point numbers
     * @throws IndexOutOfBoundsException if the tensor has not that many elements
     */
    public void read(long from, FloatBuffer target) throws IOException {
        if (!type.isFloating()) {
            throw new InputException("floating-point numbers", type.name(), where());
        }
        requireRange(from, target.remaining());
        int most = Math.min(target.remaining(), CHUNK_BYTES / type.bytes());
        ByteBuffer chunk = ByteBuffer.allocate(most * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long position = from;
        while (target.hasRemaining()) {
            int count = Math.min(target.remaining(), most);
            chunk.limit(count * type.bytes());
            Conversion.toFloats(
                    type, SafetensorsFile.readFully(channel, offset + position * type.bytes(), chunk), target);
            position += count;
        }
    }

    /**
     * As {@link #read}, and refuses NaN and infinities.
     *
     * @throws InputException naming the first element that is not finite
     */
    public void readFinite(long from, FloatBuffer target) throws IOException {
        FloatBuffer written = target.duplicate();
        read(from, target);
        int start = written.position();
        for (int j = start; j < written.limit(); j++) {
            float value = written.get(j);
            if (!Float.isFinite(value)) {
                throw new InputException("finite numbers", value + " at " + indexOf(from + j - start), where());
            }
        }
    }

    /** All elements as finite floats in a fresh array. */
    public float[] floats() throws IOException {
        float[] values = new float[arrayLength()];
        readFinite(0, FloatBuffer.wrap(values));
        return values;
    }

    /** All elements as doubles in a fresh array; of F64 exactly. */
    public double[] doubles() throws IOException {
        double[] values = new double[arrayLength()];
        if (type == DataType.F64) {
            bytes(0, values.length).asDoubleBuffer().get(values);
        } else {
            float[] floats = floats();
            Arrays.setAll(values, j -> floats[j]);
        }
        return values;
    }

    /**
     * All elements as longs in a fresh array.
     *
     * @throws InputException if they are not integers of at most 64 bits with a sign
     */
    public long[] longs() throws IOException {
        ByteBuffer bytes = bytes(0, arrayLength());
        long[] values = new long[arrayLength()];
        for (int j = 0; j < values.length; j++) {
            values[j] = switch (type) {
                case I64 -> bytes.getLong();
                case I32 -> bytes.getInt();
                case I16 -> bytes.getShort();
                case I8 -> bytes.get();
                case U32 -> Integer.toUnsignedLong(bytes.getInt());
                case U16 -> Short.toUnsignedLong(bytes.getShort());
                case U8 -> Byte.toUnsignedLong(bytes.get());
                default -> throw new InputException("integers", type.name(), where());
            };
        }
        return values;
    }

    /** The index along each axis of the element that lies at {@code element} in row-major order, such as {@code [2, 0, 17]}. */
    public String indexOf(long element) {
        long[] index = new long[shape.length];
        long rest = element;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(index);
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        return SafetensorsFile.readFully(channel, offset + from * type.bytes(), count * type.bytes());
    }

    private void requireRange(long from, long count) {
        if (from < 0 || from + count > elements) {
            throw new IndexOutOfBoundsException("expected elements within 0.." + elements + ", found " + from + ".."
                    + (from + count) + ", in " + where());
        }
    }

    private int arrayLength() {
        int most = Integer.MAX_VALUE / 2 / type.bytes();
        if (elements > most) {
            throw new InputException("at most " + most + " elements", Long.toString(elements), where());
        }
        return (int) elements;
    }

    @Override
    public String toString() {
        return type + " " + name + " " + Arrays.toString(shape);
    }
}
