package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of a small checkpoint, to be spoilt in one place. */
record SpoiltCheckpoint(Path folder) {
    static SpoiltCheckpoint copyOf(Path original, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.filter(f -> !f.getFileName().toString().startsWith("reference"))
                    .toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return new SpoiltCheckpoint(target);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    SpoiltCheckpoint editText(String name, UnaryOperator<String> edit) throws IOException {
        String text = Files.readString(file(name));
        String edited = edit.apply(text);
        if (edited.equals(text)) {
            throw new IllegalStateException("nothing to edit in " + name);
        }
        Files.writeString(file(name), edited);
        return this;
    }

    /** Edits the header of model.safetensors; what follows stays. */
    SpoiltCheckpoint editHeader(UnaryOperator<String> edit) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        String text = new String(header, StandardCharsets.UTF_8);
        byte[] edited = edit.apply(text).getBytes(StandardCharsets.UTF_8);
        if (java.util.Arrays.equals(header, edited)) {
            throw new IllegalStateException("nothing to edit in the header");
        }
        ByteBuffer whole =
                ByteBuffer.allocate(8 + edited.length + bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        whole.putLong(edited.length).put(edited).put(bytes);
        Files.write(weights(), whole.array());
        return this;
    }

    SpoiltCheckpoint editBytes(UnaryOperator<byte[]> edit) throws IOException {
        Files.write(weights(), edit.apply(Files.readAllBytes(weights())));
        return this;
    }

    private Path weights() {
        return file("model.safetensors");
    }
}
