package org.flowtracer.workbench.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
    private static final List<String> COLUMNS = List.of("loss", "accuracy");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void threeRows() throws IOException {
        file = folder.resolve("metrics.csv");
        try (MetricsFile metrics = MetricsFile.open(file, COLUMNS, 0)) {
            metrics.add(1, 0.1, Double.NaN);
            metrics.add(2, 1 / 3.0, 0.5);
            metrics.add(5, 1e-300, Double.NaN);
        }
    }

    @Test
    void writesARowAStepWithBlanksForNone() throws IOException {
        assertEquals("step,loss,accuracy\n1,0.1,\n2,0.3333333333333333,0.5\n5,1.0E-300,\n", Files.readString(file));
    }

    @Test
    void readsTheSameBits() throws IOException {
        Metrics metrics = Metrics.read(file);
        assertEquals(COLUMNS, metrics.columns());
        assertEquals(5, metrics.lastStep());
        assertArrayEquals(
                new double[] {0.1, 1 / 3.0, 1e-300}, metrics.series("loss").values());
        assertArrayEquals(new double[] {2}, metrics.series("accuracy").steps());
        assertThrows(IllegalArgumentException.class, () -> metrics.series("reward"));
    }

    @Test
    void goesOnAfterAStepAndDropsWhatCameLater() throws IOException {
        try (MetricsFile metrics = MetricsFile.open(file, COLUMNS, 2)) {
            metrics.add(3, 7, 8);
        }
        assertEquals("step,loss,accuracy\n1,0.1,\n2,0.3333333333333333,0.5\n3,7.0,8.0\n", Files.readString(file));
    }

    @Test
    void aRowThatWasCutShortByAKillIsNoRow() throws IOException {
        Files.writeString(file, "6,0.25", StandardOpenOption.APPEND);
        assertEquals(5, Metrics.read(file).lastStep());
        MetricsFile.open(file, COLUMNS, 6).close();
        assertTrue(Files.readString(file).endsWith("\n5,1.0E-300,\n"));
    }

    @Test
    void aReaderSeesARowAtOnce() throws IOException {
        try (MetricsFile metrics = MetricsFile.open(file, COLUMNS, 5)) {
            metrics.add(6, 1, 1);
            assertEquals(6, Metrics.read(file).lastStep());
        }
    }

    @Test
    void refusesStepsOutOfOrderAndOtherColumns() throws IOException {
        try (MetricsFile metrics = MetricsFile.open(file, COLUMNS, 5)) {
            assertThrows(IllegalArgumentException.class, () -> metrics.add(5, 1, 1));
            assertThrows(IllegalArgumentException.class, () -> metrics.add(6, 1));
        }
        assertThrows(InputException.class, () -> MetricsFile.open(file, List.of("loss"), 5));
    }

    @Test
    void namesTheLineThatIsMalformed() throws IOException {
        for (String row : List.of("6,1", "5,1,1", "x,1,1", "6,one,1")) {
            Files.delete(file);
            threeRows();
            Files.writeString(file, row + "\n", StandardOpenOption.APPEND);
            String message =
                    assertThrows(InputException.class, () -> Metrics.read(file)).getMessage();
            assertTrue(message.endsWith("metrics.csv at line 5"), message);
        }
    }
}
