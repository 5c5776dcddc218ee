package org.flowtracer.workbench.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes a file beside its target and renames it when it is complete, so that a reader never sees half of it. */
public final class AtomicFile {
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) { // such as a full disk, which Java reports without saying in which file
            throw new FileSystemException(target.toString(), null, e.getMessage());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A path beside the target that nobody else uses; what is made there gets the usual permissions, unlike Java's own temporary files. */
    static Path temporarySibling(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    }

    /** Whether a path looks like one of {@link #temporarySibling}. */
    static boolean isTemporary(Path path) {
        return TEMPORARY.matcher(String.valueOf(path.getFileName())).matches();
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
