package org.flowtracer.workbench.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.jspecify.annotations.Nullable;

/** One safetensors file, its header wholly checked when it is opened, its tensors read on demand. */
public final class SafetensorsFile implements TensorStore {
    static final String METADATA = "__metadata__";

    /** The longest header that the format allows. */
    private static final long HEADER_BYTES_MAX = 100_000_000;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(Path path, FileChannel channel, Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.path = path;
        this.channel = channel;
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /**
     * Opens a file and checks its header: JSON without duplicate names, known types, shapes that agree with byte ranges, and byte ranges that
     * fill the rest of the file without overlap or gap.
     *
     * @throws InputException if there is no such file or any of this fails
     */
    public static SafetensorsFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new InputException(
                    "a safetensors file", Files.exists(path) ? "a folder" : "no such file", path.toString());
        }
        FileChannel channel = FileChannel.open(path);
        try {
            JsonObject header = header(channel, path);
            Map<String, String> metadata = new TreeMap<>();
            header.find(METADATA).ifPresent(found -> found.keys().forEach(key -> metadata.put(key, found.string(key))));
            long start = Long.BYTES + headerBytes(channel, path);
            Map<String, Tensor> tensors = tensors(header, channel, start, path);
            return new SafetensorsFile(
                    path, channel, Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static long headerBytes(FileChannel channel, Path path) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new InputException("a header length of 8 bytes", size + " bytes", path.toString());
        }
        long length = readFully(channel, 0, Long.BYTES).getLong();
        long room = Math.min(size - Long.BYTES, HEADER_BYTES_MAX);
        if (length < 2 || length > room) {
            throw new InputException(
                    "a header of 2 to " + room + " bytes",
                    "the header length " + Long.toUnsignedString(length),
                    path.toString());
        }
        return length;
    }

    private static JsonObject header(FileChannel channel, Path path) throws IOException {
        int length = (int) headerBytes(channel, path);
        return JsonObject.parse(readFully(channel, Long.BYTES, length), "the header of " + path);
    }

    /** The {@code length} bytes from {@code position}, little-endian. */
    static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        return readFully(channel, position, ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Fills {@code bytes} from its start to its limit with the bytes from {@code position}, and flips it. */
    static ByteBuffer readFully(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        bytes.rewind();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file ended while it was read, at byte " + (position + bytes.position()));
            }
        }
        return bytes.flip();
    }

    /** The bytes [begin, end) after the header that a tensor claims. */
    private record Claim(String name, DataType type, long[] shape, long elements, long begin, long end) {
        static Claim of(String name, JsonObject entry) {
            DataType type = type(entry);
            List<Long> lengths = entry.longs("shape");
            List<Long> offsets = entry.longs("data_offsets");
            if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
                throw entry.unexpected("data_offsets", "[begin, end) with 0 <= begin <= end");
            }
            long elements = 1;
            try {
                for (long length : lengths) {
                    if (length < 0) {
                        throw entry.unexpected("shape", "lengths of at least 0");
                    }
                    elements = Math.multiplyExact(elements, length);
                }
                long bytes = Math.multiplyExact(elements, type.bytes());
                if (bytes != offsets.get(1) - offsets.get(0)) {
                    throw new InputException(
                            bytes + " bytes for " + type + " of shape " + lengths,
                            offsets.get(1) - offsets.get(0) + " bytes",
                            entry.where());
                }
            } catch (ArithmeticException e) {
                throw entry.unexpected("shape", "fewer than 2^63 bytes");
            }
            long[] shape = lengths.stream().mapToLong(Long::longValue).toArray();
            return new Claim(name, type, shape, elements, offsets.get(0), offsets.get(1));
        }

        private static DataType type(JsonObject entry) {
            String found = entry.string("dtype");
            for (DataType type : DataType.values()) {
                if (type.name().equals(found)) {
                    return type;
                }
            }
            throw entry.unexpected("dtype", "one of " + List.of(DataType.values()));
        }
    }

    private static Map<String, Tensor> tensors(JsonObject header, FileChannel channel, long start, Path path)
            throws IOException {
        List<Claim> claims = new ArrayList<>();
        for (String name : header.keys()) {
            if (!name.equals(METADATA)) {
                claims.add(Claim.of(name, header.object(name)));
            }
        }
        requirePartition(claims, channel.size() - start, path);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Claim claim : claims) {
            long offset = start + claim.begin();
            tensors.put(
                    claim.name(),
                    new Tensor(claim.name(), claim.type(), claim.shape(), claim.elements(), channel, offset, path));
        }
        return tensors;
    }

    private static void requirePartition(List<Claim> claims, long bytes, Path path) {
        claims.sort(Comparator.comparingLong(Claim::begin).thenComparingLong(Claim::end));
        long end = 0;
        String before = "the header";
        for (Claim claim : claims) {
            if (claim.begin() != end) {
                String what = claim.begin() < end ? "an overlap with " : "a gap after ";
                throw new InputException(
                        "bytes from " + end,
                        what + before + ": bytes " + claim.begin() + ".." + claim.end(),
                        "tensor '" + claim.name() + "' of " + path);
            }
            if (claim.end() > bytes) {
                throw new InputException(
                        "bytes " + claim.begin() + ".." + claim.end(),
                        "a file that ends at byte " + bytes + " after the header",
                        "tensor '" + claim.name() + "' of " + path);
            }
            end = claim.end();
            before = "'" + claim.name() + "'";
        }
        if (end != bytes) {
            throw new InputException(end + " bytes of tensors", bytes + " bytes", path.toString());
        }
    }

    @Override
    public Path path() {
        return path;
    }

    /** The names of the tensors in the order of their bytes. */
    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    /** What the header says besides the tensors. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Tensor tensor(String name) {
        @Nullable Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InputException("tensor '" + name + "'", "none", path.toString());
        }
        return tensor;
    }

    /** Closes the file; tensors can no longer be read. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
