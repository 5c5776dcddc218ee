package org.flowtracer.workbench.safetensors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * Collects tensors and writes them as one safetensors file, whole or not at all. The file depends on names and values only, not on the order in
 * which they were added: wide types come first, so that all are aligned, and then names in order. Arrays are not copied.
 */
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 16;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** Elements on demand, so that a tensor need not be in memory whole; {@link Tensor#read} is one. */
    @FunctionalInterface
    public interface FloatSource {
        /** Writes the elements {@code from}, {@code from + 1}, ... in row-major order, as many as {@code target} has room for. */
        void read(long from, FloatBuffer target) throws IOException;
    }

    private record Entry(String name, DataType type, long[] shape, long elements, Encoding encoding) {}

    /** Encodes {@code count} elements from {@code first} on at the start of {@code target}. */
    @FunctionalInterface
    private interface Encoding {
        void put(long first, int count, ByteBuffer target) throws IOException;
    }

    /** Adds a text to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Adds an F32 tensor whose elements are asked for when the file is written. */
    public SafetensorsWriter add(String name, FloatSource values, long... shape) {
        return add(
                name,
                DataType.F32,
                shape,
                product(shape),
                (first, count, target) ->
                        values.read(first, target.asFloatBuffer().limit(count)));
    }

    /** Adds a BF16 tensor whose elements, asked for when the file is written, are rounded to nearest. */
    public SafetensorsWriter addRounded(String name, FloatSource values, long... shape) {
        FloatBuffer floats = FloatBuffer.allocate(CHUNK);
        return add(name, DataType.BF16, shape, product(shape), (first, count, target) -> {
            values.read(first, floats.clear().limit(count));
            Conversion.toBrainFloats(floats.rewind(), target);
        });
    }

    /** Adds an F32 tensor. */
    public SafetensorsWriter add(String name, float[] values, long... shape) {
        return add(
                name,
                DataType.F32,
                shape,
                values.length,
                (first, count, target) -> target.asFloatBuffer().put(values, (int) first, count));
    }

    /** Adds an F64 tensor. */
    public SafetensorsWriter add(String name, double[] values, long... shape) {
        return add(
                name,
                DataType.F64,
                shape,
                values.length,
                (first, count, target) -> target.asDoubleBuffer().put(values, (int) first, count));
    }

    /** Adds an I64 tensor. */
    public SafetensorsWriter add(String name, long[] values, long... shape) {
        return add(
                name,
                DataType.I64,
                shape,
                values.length,
                (first, count, target) -> target.asLongBuffer().put(values, (int) first, count));
    }

    private SafetensorsWriter add(String name, DataType type, long[] shape, long elements, Encoding encoding) {
        if (product(shape) != elements) {
            throw new IllegalArgumentException("expected " + product(shape) + " elements for shape "
                    + Arrays.toString(shape) + ", found " + elements + ", in tensor " + name);
        }
        if (name.equals(SafetensorsFile.METADATA)
                || entries.stream().anyMatch(e -> e.name().equals(name))) {
            throw new IllegalArgumentException("expected each tensor once, found '" + name + "' again");
        }
        entries.add(new Entry(name, type, shape, elements, encoding));
        return this;
    }

    private static long product(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /**
     * Writes the file.
     *
     * @throws IOException if the disk refuses; the target then is as it was
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, this::writeTo);
    }

    private void writeTo(FileChannel file) throws IOException {
        List<Entry> ordered = entries.stream()
                .sorted(Comparator.comparingInt((Entry e) -> -e.type().bytes()).thenComparing(Entry::name))
                .toList();
        writeFully(file, header(ordered));
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Entry entry : ordered) {
            for (long first = 0; first < entry.elements(); first += CHUNK) {
                int count = (int) Math.min(CHUNK, entry.elements() - first);
                chunk.clear();
                entry.encoding().put(first, count, chunk);
                writeFully(file, chunk.limit(count * entry.type().bytes()));
            }
        }
    }

    private ByteBuffer header(List<Entry> ordered) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(SafetensorsFile.METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Entry entry : ordered) {
            long end = offset + entry.elements() * entry.type().bytes();
            ObjectNode described =
                    header.putObject(entry.name()).put("dtype", entry.type().name());
            Arrays.stream(entry.shape()).forEach(described.putArray("shape")::add);
            described.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(text);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
