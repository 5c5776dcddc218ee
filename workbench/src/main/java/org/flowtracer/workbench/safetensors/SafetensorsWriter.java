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

    private record Entry(String name, DataType type, long[] shape, long elements, Elements source) {}

    /** Encodes the elements from {@code first} on until {@code target} is full or there are no more. */
    @FunctionalInterface
    private interface Elements {
        void put(int first, int count, ByteBuffer target);
    }

    /** Adds a text to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Adds an F32 tensor: the elements between the buffer's position and limit, in row-major order. */
    public SafetensorsWriter add(String name, FloatBuffer values, long... shape) {
        FloatBuffer source = values.slice();
        return add(new Entry(
                name,
                DataType.F32,
                shape,
                source.remaining(),
                (first, count, target) -> target.asFloatBuffer().put(source.slice(first, count))));
    }

    /** Adds an F32 tensor. */
    public SafetensorsWriter add(String name, float[] values, long... shape) {
        return add(name, FloatBuffer.wrap(values), shape);
    }

    /** Adds an F64 tensor. */
    public SafetensorsWriter add(String name, double[] values, long... shape) {
        return add(new Entry(
                name,
                DataType.F64,
                shape,
                values.length,
                (first, count, target) -> target.asDoubleBuffer().put(values, first, count)));
    }

    /** Adds an I64 tensor. */
    public SafetensorsWriter add(String name, long[] values, long... shape) {
        return add(new Entry(
                name,
                DataType.I64,
                shape,
                values.length,
                (first, count, target) -> target.asLongBuffer().put(values, first, count)));
    }

    private SafetensorsWriter add(Entry entry) {
        long expected = Arrays.stream(entry.shape()).reduce(1, Math::multiplyExact);
        if (expected != entry.elements()) {
            throw new IllegalArgumentException("expected " + expected + " elements for shape "
                    + Arrays.toString(entry.shape()) + ", found " + entry.elements() + ", in tensor " + entry.name());
        }
        if (entry.name().equals(SafetensorsFile.METADATA)
                || entries.stream().anyMatch(e -> e.name().equals(entry.name()))) {
            throw new IllegalArgumentException("expected each tensor once, found '" + entry.name() + "' again");
        }
        entries.add(entry);
        return this;
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
                entry.source().put((int) first, count, chunk);
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
