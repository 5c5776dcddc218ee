package org.flowtracer.workbench.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
    @TempDir
    Path home;

    @Test
    void createsTheFolderAndItsParents() throws IOException {
        Path target = home.resolve("a/b/c");
        replace(target, "new");
        assertEquals("new", Files.readString(target.resolve("mark")));
        assertEquals(List.of("c"), names(target.resolveSibling(".")));
    }

    @Test
    void replacesAFolderOfOursWhole() throws IOException {
        Path target = home.resolve("out");
        replace(target, "old");
        Files.createDirectories(target.resolve("deep/er"));
        Files.writeString(target.resolve("deep/er/file"), "old");
        replace(target, "new");
        assertEquals(List.of("mark"), names(target));
        assertEquals("new", Files.readString(target.resolve("mark")));
        assertEquals(List.of("out"), names(home));
    }

    @Test
    void leavesTheFormerFolderWhenTheWorkFails() throws IOException {
        Path target = home.resolve("out");
        replace(target, "old");
        assertThrows(IllegalStateException.class, () -> {
            try (AtomicFolder folder = begin(target)) {
                Files.writeString(folder.path().resolve("mark"), "half");
                throw new IllegalStateException("the work failed");
            }
        });
        assertEquals("old", Files.readString(target.resolve("mark")));
        assertEquals(List.of("out"), names(home));
    }

    @Test
    void leavesWhatSomebodyElsePutThereMeanwhile() throws IOException {
        Path target = home.resolve("out");
        try (AtomicFolder folder = begin(target)) {
            Files.writeString(Files.createDirectory(target).resolve("thesis.tex"), "precious");
            assertThrows(InputException.class, folder::commit);
        }
        assertEquals("precious", Files.readString(target.resolve("thesis.tex")));
        assertEquals(List.of("out"), names(home));
    }

    @Test
    void fillsAnEmptyFolder() throws IOException {
        replace(Files.createDirectory(home.resolve("out")), "new");
        assertEquals(List.of("mark"), names(home.resolve("out")));
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws IOException {
        Path target = Files.createDirectory(home.resolve("out"));
        Files.writeString(target.resolve("thesis.tex"), "precious");
        InputException refusal = assertThrows(InputException.class, () -> replace(target, "new"));
        assertTrue(refusal.getMessage().contains("found a folder that holds thesis.tex"), refusal.getMessage());
        assertEquals("precious", Files.readString(target.resolve("thesis.tex")));
        assertEquals(List.of("out"), names(home));
    }

    @Test
    void leavesNothingWhenTheProgramIsInterrupted() throws IOException, InterruptedException {
        Path target = home.resolve("out");
        replace(target, "old");
        Process program = ChildProcess.start(Interrupted.class, target.toString());
        assertEquals(3, program.waitFor());
        assertEquals("old", Files.readString(target.resolve("mark")));
        assertEquals(List.of("out"), names(home));
    }

    /** A program that ends while it fills a folder. */
    static final class Interrupted {
        private Interrupted() {}

        public static void main(String[] arguments) throws IOException {
            try (AtomicFolder folder = begin(Path.of(arguments[0]))) {
                Files.writeString(folder.path().resolve("mark"), "half");
                System.exit(3);
            }
        }
    }

    @Test
    void othersMayReadWhatTheyMayReadElsewhere() throws IOException {
        Path target = home.resolve("out");
        replace(target, "new");
        AtomicFile.write(target.resolve("text"), "text");
        Path folder = Files.createDirectory(home.resolve("folder"));
        Path file = Files.createFile(home.resolve("file"));
        assertEquals(Files.getPosixFilePermissions(folder), Files.getPosixFilePermissions(target));
        assertEquals(Files.getPosixFilePermissions(file), Files.getPosixFilePermissions(target.resolve("text")));
    }

    @Test
    void refusesAFileAndAPathBelowAFile() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "precious");
        assertThrows(InputException.class, () -> replace(file, "new"));
        assertThrows(InputException.class, () -> replace(file.resolve("out"), "new"));
        assertEquals("precious", Files.readString(file));
        assertFalse(Files.isDirectory(file));
    }

    private static AtomicFolder begin(Path target) throws IOException {
        return AtomicFolder.begin(target, folder -> Files.exists(folder.resolve("mark")), "a folder with a mark");
    }

    private static void replace(Path target, String content) throws IOException {
        try (AtomicFolder folder = begin(target)) {
            Files.writeString(folder.path().resolve("mark"), content);
            folder.commit();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
