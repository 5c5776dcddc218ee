package org.flowtracer.workbench.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.pretrain.TinyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelsExperimentTest {
    @TempDir
    Path folder;

    @Test
    void trainsEverySeedOnceAndDrawsTheFirst() throws IOException {
        Path recipe = Files.writeString(folder.resolve("tiny.json"), TinyRun.json());
        BaseModelsExperiment experiment = new BaseModelsExperiment("tiny", "?", recipe, List.of(1L, 2L), 3);
        Path data = folder.resolve("data");
        List<String> told = new ArrayList<>();

        experiment.run(folder.resolve("work"), data, told::add);

        List<String> table = Files.readAllLines(data.resolve("accuracy.csv"));
        assertEquals("seed,attempts,task,problems,accuracy,low,high", table.get(0));
        assertEquals(1 + 2 * 2, table.size());
        assertTrue(table.get(4).startsWith("2,1,addition,3,"), table.get(4));
        assertTrue(told.stream().anyMatch(line -> line.startsWith("seed 2, step 8: ")), told.toString());
        assertEquals(1, experiment.draw(data).figures().size());
        JsonObject secondRun =
                JsonObject.read(data.resolve("manifest.json")).objects("runs").get(1);
        assertEquals(2, secondRun.object("config").integer("seed"));

        told.clear();
        experiment.run(folder.resolve("work"), data, told::add);
        assertEquals(List.of(), told);
        assertEquals(table, Files.readAllLines(data.resolve("accuracy.csv")));
    }
}
