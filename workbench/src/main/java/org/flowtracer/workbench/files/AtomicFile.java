package org.flowtracer.workbench.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file beside its target and renames it when it is complete, so that a reader never sees half of it. */
public final class AtomicFile {
    private AtomicFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel file) throws IOException;
    }

    /**
     * Replaces {@code target}, or creates it together with its parent folders. On failure the target stays as it was.
     *
     * @throws IOException if the disk refuses
     */
    public static void write(Path target, Content content) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(target)) {
            throw new InputException("a file to write", "a folder", target.toString());
        }
        Files.createDirectories(parent);
        Path temporary = temporarySibling(target);
        try {
            try (FileChannel file =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(file);
                file.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A path beside the target that nobody else uses; what is made there gets the usual permissions, unlike Java's own temporary files. */
    static Path temporarySibling(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    }

    /** Writes a text as UTF-8. */
    public static void write(Path target, String text) throws IOException {
        write(target, file -> {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        });
    }
}
