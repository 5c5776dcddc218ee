package org.flowtracer.workbench.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    Path folder;

    @Test
    void coversTheFilesThatStoodThereOfItsFormatOnly() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("graph")).resolve("scores.csv"), "position");
        assertFalse(Manifest.covers(folder, "ours"));
        new Manifest("ours", Map.of("scorers", List.of("throughput"))).write(folder);
        assertTrue(Manifest.covers(folder, "ours"));
        assertFalse(Manifest.covers(folder, "others"));
        JsonObject read = JsonObject.read(folder.resolve("manifest.json"));
        assertEquals(List.of("throughput"), read.strings("scorers"));
        assertEquals(List.of("graph/scores.csv"), read.strings("files"));
        Files.writeString(folder.resolve("graph").resolve("notes.txt"), "somebody else's");
        assertFalse(Manifest.covers(folder, "ours"));
    }

    /** The digest of "abc" as FIPS 180-4 gives it. */
    @Test
    void checksumIsSha256() throws IOException {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Manifest.checksum(Files.writeString(folder.resolve("abc"), "abc")));
    }
}
