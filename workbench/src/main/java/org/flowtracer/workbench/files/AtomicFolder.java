package org.flowtracer.workbench.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that appears whole or not at all: it is filled beside its target and takes the target's place on {@link #commit}. Where the program
 * is interrupted before, nothing is left of it.
 *
 * <pre>{@code
 * try (AtomicFolder folder = AtomicFolder.begin(target, TraceFolder::isOurs, "a trace folder")) {
 *     Files.writeString(folder.path().resolve("trace.json"), text);
 *     folder.commit();
 * }
 * }</pre>
 */
public final class AtomicFolder implements AutoCloseable {
    private static final Set<AtomicFolder> OPEN = ConcurrentHashMap.newKeySet();
    private static final int ABANDONING_ATTEMPTS = 20;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(AtomicFolder::abandon)));
    }

    private final Path target;
    private final Path temporary;
    private final Predicate<Path> ours;
    private final String kind;
    private boolean abandoned;

    private AtomicFolder(Path target, Path temporary, Predicate<Path> ours, String kind) {
        this.target = target;
        this.temporary = temporary;
        this.ours = ours;
        this.kind = kind;
    }

    /**
     * Starts a folder for {@code target}, which may be absent, an empty folder, or a folder that {@code ours} accepts and that may be replaced.
     *
     * @param kind what {@code ours} accepts, for the message, such as "a trace folder"; empty for nothing
     * @throws InputException if the target is anything else
     * @throws IOException if the disk refuses
     */
    public static AtomicFolder begin(Path target, Predicate<Path> ours, String kind) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        requireReplaceable(absolute, ours, kind);
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new InputException("a folder to write", "the root of the file system", target.toString());
        }
        requireFolders(parent);
        Files.createDirectories(parent);
        AtomicFolder folder =
                new AtomicFolder(absolute, Files.createDirectory(AtomicFile.temporarySibling(absolute)), ours, kind);
        OPEN.add(folder);
        return folder;
    }

    /** Refuses, before any work is done, a target that {@link #begin} would refuse. */
    public static void requireReplaceable(Path target, Predicate<Path> ours, String kind) throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || ours.test(target)) {
            return;
        }
        String expected = kind.isEmpty()
                ? "no such path or an empty folder"
                : "no such path, an empty folder or " + kind + " to replace";
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new InputException(expected, "something that is not a folder", target.toString());
        }
        try (Stream<Path> entries = Files.list(target)) {
            @Nullable Path first = entries.sorted().findFirst().orElse(null);
            if (first != null) {
                throw new InputException(expected, "a folder that holds " + first.getFileName(), target.toString());
            }
        }
    }

    private static void requireFolders(Path parent) {
        for (Path folder = parent; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                if (!Files.isDirectory(folder)) {
                    throw new InputException("a folder", "a file", folder.toString());
                }
                return;
            }
        }
    }

    /** Where to write meanwhile. */
    public Path path() {
        return temporary;
    }

    /**
     * Puts the finished folder in the place of the target; what was there is deleted afterwards, or put back if that fails.
     *
     * @throws InputException if somebody else has put anything there meanwhile that may not be replaced
     * @throws IOException if the disk refuses
     */
    public synchronized void commit() throws IOException {
        if (abandoned) {
            throw new IOException("interrupted before " + target + " was complete");
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || !ours.test(target)) {
            fill();
            return;
        }
        Path former = AtomicFile.temporarySibling(target);
        Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(former, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(former);
    }

    /** Where there is nothing or an empty folder; a full one is refused by the file system. */
    private void fill() throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            requireReplaceable(target, ours, kind);
            throw e;
        }
    }

    /** Deletes what was written, unless it was committed. */
    @Override
    public synchronized void close() throws IOException {
        OPEN.remove(this);
        if (Files.exists(temporary)) {
            delete(temporary);
        }
    }

    /** Deletes what was written while the program ends; the work may still add to it, hence several attempts. */
    private synchronized void abandon() {
        abandoned = true;
        int attempts = ABANDONING_ATTEMPTS;
        while (attempts > 0 && !isDeleted(temporary)) {
            attempts--;
        }
    }

    private static boolean isDeleted(Path folder) {
        try {
            delete(folder);
            return true;
        } catch (NoSuchFileException gone) {
            return Files.notExists(folder);
        } catch (IOException stillWritten) {
            return false;
        }
    }

    /** Deletes a folder with all that is in it; where the program is killed meanwhile, the folder is gone all the same. */
    public static void remove(Path folder) throws IOException {
        Path aside = AtomicFile.temporarySibling(folder.toAbsolutePath());
        Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
        delete(aside);
    }

    /** Deletes what a killed program left of unfinished files and folders in {@code parent}, which nobody else may be writing to now. */
    public static void sweep(Path parent) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(parent)) {
            leftovers = entries.filter(AtomicFile::isTemporary).toList();
        }
        for (Path leftover : leftovers) {
            delete(leftover);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
