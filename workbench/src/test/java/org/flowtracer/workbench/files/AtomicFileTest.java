package org.flowtracer.workbench.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path home;

    @Test
    void createsAndReplaces() throws IOException {
        Path target = home.resolve("deep/file.txt");
        AtomicFile.write(target, "é1");
        AtomicFile.write(target, "é2");
        assertEquals("é2", Files.readString(target));
        try (Stream<Path> entries = Files.list(target.getParent())) {
            assertEquals(List.of(target), entries.toList());
        }
    }

    @Test
    void keepsTheFormerFileOnFailure() throws IOException {
        Path target = Files.writeString(home.resolve("file.txt"), "former");
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(target, file -> {
                    throw new IOException("disk full");
                }));
        assertEquals("former", Files.readString(target));
        try (Stream<Path> entries = Files.list(home)) {
            assertEquals(List.of(target), entries.toList());
        }
    }

    @Test
    void refusesAFolder() {
        assertThrows(InputException.class, () -> AtomicFile.write(home, "text"));
    }
}
