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
    void tellsItsFormat() throws IOException {
        assertFalse(Manifest.isIn(folder, "ours"));
        new Manifest("ours", Map.of("scorers", List.of("throughput"))).write(folder);
        assertTrue(Manifest.isIn(folder, "ours"));
        assertFalse(Manifest.isIn(folder, "others"));
        JsonObject read = JsonObject.read(folder.resolve("manifest.json"));
        assertEquals(List.of("throughput"), read.strings("scorers"));
    }

    /** The digest of "abc" as FIPS 180-4 gives it. */
    @Test
    void checksumIsSha256() throws IOException {
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Manifest.checksum(Files.writeString(folder.resolve("abc"), "abc")));
    }
}
