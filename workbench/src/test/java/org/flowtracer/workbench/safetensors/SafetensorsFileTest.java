package org.flowtracer.workbench.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
    @TempDir
    Path home;

    @Test
    void readsBackWhatWasWritten() throws IOException {
        Path file = home.resolve("a.safetensors");
        float[] floats = {0f, -0f, 1.5f, Float.MIN_VALUE, -Float.MAX_VALUE, 3e-39f};
        double[] doubles = {Math.PI, Double.MIN_VALUE};
        long[] longs = {Long.MIN_VALUE, 0, 7};
        new SafetensorsWriter()
                .metadata("made by", "é")
                .add("floats", floats, 2, 3)
                .add("longs", longs, 3)
                .add("doubles", doubles, 2)
                .add("scalar", new float[] {2}, new long[0])
                .add("empty", new float[0], 0, 5)
                .write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertEquals(Set.of("floats", "longs", "doubles", "scalar", "empty"), read.names());
            assertEquals("é", read.metadata().get("made by"));
            assertArrayEquals(floats, read.tensor("floats", 2, 3).floats());
            assertArrayEquals(doubles, read.tensor("doubles").doubles());
            assertArrayEquals(longs, read.tensor("longs").longs());
            assertArrayEquals(
                    new float[] {2}, read.tensor("scalar", new long[0]).floats());
            assertEquals(0, read.tensor("empty").floats().length);
            FloatBuffer part = FloatBuffer.allocate(2);
            read.tensor("floats").read(2, part);
            assertArrayEquals(new float[] {1.5f, Float.MIN_VALUE}, part.array());
            assertEquals(0, part.remaining());
            assertThrows(
                    IndexOutOfBoundsException.class, () -> read.tensor("floats").read(5, FloatBuffer.allocate(2)));
        }
    }

    @Test
    void theFileDoesNotDependOnTheOrderOfAdding() throws IOException {
        Path one = home.resolve("1.safetensors");
        Path two = home.resolve("2.safetensors");
        new SafetensorsWriter()
                .add("a", new float[] {1}, 1)
                .add("b", new long[] {2}, 1)
                .write(one);
        new SafetensorsWriter()
                .add("b", new long[] {2}, 1)
                .add("a", new float[] {1}, 1)
                .write(two);
        assertEquals(-1, Files.mismatch(one, two));
    }

    /** Every 16-bit pattern, against the definition of the format worked out in doubles. */
    @Test
    void convertsEveryHalfAndBfloat16Exactly() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            bytes.putShort((short) bits);
        }
        for (String type : new String[] {"F16", "BF16"}) {
            Path file = write(
                    "{\"x\":{\"dtype\":\"" + type + "\",\"shape\":[65536],\"data_offsets\":[0,131072]}}",
                    bytes.array());
            FloatBuffer values = FloatBuffer.allocate(1 << 16);
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                read.tensor("x").read(0, values);
                assertThrows(InputException.class, () -> read.tensor("x").floats());
            }
            int mantissaBits = type.equals("F16") ? 10 : 7;
            for (int bits = 0; bits < 1 << 16; bits++) {
                assertEquals(valueOf(bits, mantissaBits), values.get(bits), type + " " + bits);
            }
        }
    }

    private static float valueOf(int bits, int mantissaBits) {
        int exponentBits = 15 - mantissaBits;
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = bits >> mantissaBits & ((1 << exponentBits) - 1);
        double mantissa = (bits & ((1 << mantissaBits) - 1)) / (double) (1 << mantissaBits);
        double magnitude;
        if (exponent == (1 << exponentBits) - 1) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = mantissa * Math.pow(2, 1 - bias);
        } else {
            magnitude = (1 + mantissa) * Math.pow(2, exponent - bias);
        }
        return (float) (bits >> 15 == 0 ? magnitude : -magnitude);
    }

    @Test
    void readsAcrossChunks() throws IOException {
        float[] values = new float[300_000];
        for (int j = 0; j < values.length; j++) {
            values[j] = j;
        }
        Path file = home.resolve("long.safetensors");
        new SafetensorsWriter().add("x", values, values.length).write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertArrayEquals(values, read.tensor("x").floats());
        }
    }

    @Test
    void namesTheElementThatIsNotFinite() throws IOException {
        Path file = home.resolve("nan.safetensors");
        new SafetensorsWriter()
                .add("w", new float[] {0, 1, 2, 3, Float.NaN, 5}, 2, 3)
                .write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            String message = assertThrows(
                            InputException.class, () -> read.tensor("w").floats())
                    .getMessage();
            assertEquals("expected finite numbers, found NaN at [1, 1], in tensor 'w' of " + file, message);
        }
    }

    @Test
    void refusesAnotherShapeTypeOrName() throws IOException {
        Path file = home.resolve("a.safetensors");
        new SafetensorsWriter()
                .add("x", new float[6], 2, 3)
                .add("ids", new long[2], 2)
                .write(file);
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            refuses("expected shape [3, 2], found [2, 3], in tensor 'x' of " + file, () -> read.tensor("x", 3, 2));
            refuses("expected tensor 'y', found none, in " + file, () -> read.tensor("y"));
            refuses(
                    "expected floating-point numbers, found I64, in tensor 'ids' of " + file,
                    () -> read.tensor("ids").floats());
            refuses(
                    "expected integers, found F32, in tensor 'x' of " + file,
                    () -> read.tensor("x").longs());
        }
    }

    /** Headers (8 bytes of data follow each) and the word that the refusal must hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}                                            | JSON
            []                                                                                               | JSON
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}} | Duplicate
            {"x":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}                                            | dtype
            {"x":{"shape":[2],"data_offsets":[0,8]}}                                                         | dtype
            {"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                                           | 12 bytes
            {"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                                          | at least 0
            {"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}                       | 2^63
            {"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}                                         | whole
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                                           | begin
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}                                          | begin
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}                                          | gap
            {"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                                          | ends at byte 8
            {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                                           | 4 bytes of tensors
            {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | overlap
            {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}  | gap
            """)
    void refusesAMalformedHeader(String header, String word) throws IOException {
        Path file = write(header, new byte[8]);
        String message = assertThrows(InputException.class, () -> SafetensorsFile.open(file))
                .getMessage();
        assertTrue(message.contains(word), message);
        assertTrue(message.contains(file.toString()), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void refusesATruncatedOrMissingFile() throws IOException {
        Path file = home.resolve("a.safetensors");
        new SafetensorsWriter().add("x", new float[6], 2, 3).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(whole, 0, part, 0, length);
            Files.write(file, part);
            assertThrows(InputException.class, () -> SafetensorsFile.open(file));
        }
        refuses(
                "expected a safetensors file, found no such file, in " + home.resolve("absent"),
                () -> SafetensorsFile.open(home.resolve("absent")));
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 62)
                        .array());
        refuses(
                "expected a header of 2 to 8 bytes, found the header length 4611686018427387904, in " + file,
                () -> SafetensorsFile.open(file));
    }

    @Test
    void opensAShardedCheckpoint() throws IOException {
        shard("1", "a");
        shard("2", "b");
        index("{\"a\": \"1\", \"b\": \"2\"}");
        try (TensorStore store = TensorStore.ofCheckpoint(home)) {
            assertEquals(Set.of("a", "b"), store.names());
            assertArrayEquals(new float[] {1}, store.tensor("b", 1).floats());
            assertThrows(InputException.class, () -> store.tensor("c"));
        }
        assertEquals(List.of(home.resolve("1"), home.resolve("2")), TensorStore.filesOfCheckpoint(home));
    }

    @Test
    void refusesAnIndexThatDoesNotAgreeWithItsShards() throws IOException {
        shard("1", "a");
        shard("2", "b", "a");
        indexRefused("{\"a\": \"1\", \"b\": \"3\"}", "no such file, in " + home.resolve("3"));
        indexRefused("{\"a\": \"1\", \"c\": \"1\"}", "expected tensor 'c', found none, in " + home.resolve("1"));
        indexRefused("{\"a\": \"1\", \"b\": \"2\"}", "a second time");
        indexRefused("{\"b\": \"2\"}", "expected only tensors of the index, found tensor 'a'");
        indexRefused("{\"a\": \"../1\"}", "a file beside the index");
        indexRefused("{\"a\": 1}", "a string");
    }

    private void shard(String file, String... names) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String name : names) {
            writer.add(name, new float[] {1}, 1);
        }
        writer.write(home.resolve(file));
    }

    private void index(String weightMap) throws IOException {
        Files.writeString(home.resolve(ShardedCheckpoint.INDEX), "{\"weight_map\": " + weightMap + "}");
    }

    private void indexRefused(String weightMap, String part) throws IOException {
        index(weightMap);
        String message = assertThrows(InputException.class, () -> TensorStore.ofCheckpoint(home))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(home.resolve("x.safetensors"), bytes.array());
    }

    private static void refuses(String message, Executable reading) {
        assertEquals(message, assertThrows(InputException.class, reading).getMessage());
    }
}
