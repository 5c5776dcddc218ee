package org.flowtracer.workbench.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.flow.FlowOptions.AnswerMode;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AnswerGradients;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.safetensors.TensorStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceFolderTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource
    void flowOfAnImportedTraceEqualsTheReference(TraceFixture fixture) throws IOException {
        for (AnswerMode mode : AnswerMode.values()) {
            ReasoningFlow flow = traced(fixture.folder(), Keep.LAYERS, FlowOptions.DEFAULT.withAnswerMode(mode))
                    .flow();
            try (TensorStore reference = fixture.reference()) {
                String prefix = mode.name().toLowerCase(java.util.Locale.ROOT) + ".";
                assertClose(reference.tensor(prefix + "potential").doubles(), flow.potential());
                assertClose(reference.tensor(prefix + "inflow").doubles(), flow.inflow());
                assertClose(reference.tensor(prefix + "throughput").doubles(), flow.throughput());
                assertClose(reference.tensor(prefix + "to_sink").doubles(), flow.toSink());
                assertClose(reference.tensor(prefix + "arrived").doubles(), flow.arrived());
                assertClose(reference.tensor("dag.weights").doubles(), weights(flow));
            }
        }
    }

    @Test
    void averagingHeadsWhileReadingChangesNothing() throws IOException {
        Path folder = TraceFixture.ATTENTIONS.folder();
        ReasoningTrace heads = traced(folder, Keep.HEADS, FlowOptions.DEFAULT);
        ReasoningTrace layers = traced(folder, Keep.LAYERS, FlowOptions.DEFAULT);
        assertInstanceOf(Attention.PerHead.class, heads.trace().attention());
        assertInstanceOf(Attention.PerLayer.class, layers.trace().attention());
        assertArrayEquals(heads.flow().throughput(), layers.flow().throughput(), 1e-6);
    }

    @Test
    void whatWasKeptIsReadBack() throws IOException {
        ReasoningTrace original = traced(TraceFixture.ATTENTIONS.folder(), Keep.HEADS, FlowOptions.DEFAULT);
        for (Keep keep : Keep.values()) {
            Path folder = Files.createDirectory(home.resolve(keep.name()));
            TraceFolder.write(folder, original, keep);
            ReasoningTrace again = traced(folder, Keep.HEADS, FlowOptions.DEFAULT);
            AttentionTrace trace = again.trace();
            assertEquals(original.trace().tokens(), trace.tokens());
            assertEquals(original.trace().regions(), trace.regions());
            assertArrayEquals(original.trace().tokenIds(), trace.tokenIds());
            assertArrayEquals(original.trace().logProb(), trace.logProb());
            assertArrayEquals(original.trace().entropy(), trace.entropy());
            assertArrayEquals(original.flow().throughput(), again.flow().throughput(), 1e-6);
            assertEquals(6, trace.attention().modelLayers());
            assertEquals(
                    keep == Keep.WEIGHTS ? List.of(2, 3, 4) : List.of(0, 1, 2, 3, 4, 5),
                    trace.attention().layers());
            assertEquals("tiny-qwen3", again.provenance().model().get("name"));
        }
        assertArrayEquals(
                ((Attention.PerHead) original.trace().attention())
                        .heads()
                        .get(5)
                        .get(3)
                        .packed(),
                ((Attention.PerHead) traced(home.resolve("HEADS"), Keep.HEADS, FlowOptions.DEFAULT)
                                .trace()
                                .attention())
                        .heads()
                        .get(5)
                        .get(3)
                        .packed());
    }

    @Test
    void gradientsThatWereTakenAreReadBack() throws IOException {
        StoredTrace stored = TraceFolder.read(TraceFixture.WEIGHTS.folder(), Keep.LAYERS);
        float[] norm = new float[stored.trace().size()];
        norm[2] = 0.25f;
        AttentionTrace trace = stored.trace().withGradients(new AnswerGradients(norm, null, norm));
        ReasoningTrace result = ReasoningTrace.of(
                trace, DagOptions.DEFAULT.withLayers(LayerBand.STORED), FlowOptions.DEFAULT, stored.provenance());
        TraceFolder.write(home, result, Keep.WEIGHTS);
        AnswerGradients found = TraceFolder.read(home, Keep.LAYERS).trace().gradients();
        assertArrayEquals(norm, found.norm());
        assertNull(found.timesInput());
        assertArrayEquals(norm, found.integrated());
    }

    @Test
    void provenanceTravelsAlong() throws IOException {
        StoredTrace stored = TraceFolder.read(TraceFixture.LAYER_ATTENTIONS.folder(), Keep.LAYERS);
        Provenance provenance = new Provenance(Map.of("name", "mine"), Map.of("seed", 7, "temperature", 0.5));
        ReasoningTrace result = ReasoningTrace.of(stored.trace(), DagOptions.DEFAULT, FlowOptions.DEFAULT, provenance);
        TraceFolder.write(home, result, Keep.LAYERS);
        Provenance again = TraceFolder.read(home, Keep.LAYERS).provenance();
        assertEquals(provenance.generation(), again.generation());
        assertEquals(Map.of("name", "mine", "layers", 5), again.model());
    }

    @Test
    void twoRunsWriteTheSameBytes() throws IOException {
        Path one = Files.createDirectory(home.resolve("1"));
        Path two = Files.createDirectory(home.resolve("2"));
        for (Path folder : List.of(one, two)) {
            TraceFolder.write(
                    folder, traced(TraceFixture.ATTENTIONS.folder(), Keep.HEADS, FlowOptions.DEFAULT), Keep.HEADS);
        }
        for (String name : List.of("trace.json", "trace.safetensors", "tokens.csv", "edges.csv")) {
            assertEquals(-1, Files.mismatch(one.resolve(name), two.resolve(name)), name);
        }
    }

    @Test
    void keepsNoMoreThanThereIs() throws IOException {
        ReasoningTrace averaged = traced(TraceFixture.WEIGHTS.folder(), Keep.HEADS, FlowOptions.DEFAULT);
        assertThrows(IllegalArgumentException.class, () -> TraceFolder.write(home, averaged, Keep.LAYERS));
        ReasoningTrace layers = traced(TraceFixture.LAYER_ATTENTIONS.folder(), Keep.HEADS, FlowOptions.DEFAULT);
        assertThrows(IllegalArgumentException.class, () -> TraceFolder.write(home, layers, Keep.HEADS));
    }

    @Test
    void knowsItsOwnFolders() throws IOException {
        Path folder = Files.createDirectory(home.resolve("out"));
        assertFalse(TraceFolder.isOurs(folder));
        assertFalse(TraceFolder.isOurs(TraceFixture.WEIGHTS.copyTo(home.resolve("import"))));
        TraceFolder.write(folder, traced(TraceFixture.WEIGHTS.folder(), Keep.HEADS, FlowOptions.DEFAULT), Keep.WEIGHTS);
        assertTrue(TraceFolder.isOurs(folder));
        Path notes = Files.writeString(folder.resolve("notes.txt"), "precious");
        assertFalse(TraceFolder.isOurs(folder));
        Files.delete(notes);
        Files.writeString(folder.resolve("trace.json"), "{\"format\": \"another\"}");
        assertFalse(TraceFolder.isOurs(folder));
    }

    @Test
    void takesTheMiddleBandOnlyWhereItIsThere() throws IOException {
        assertEquals(LayerBand.MIDDLE, bandDefault(TraceFixture.ATTENTIONS.folder()));
        assertEquals(LayerBand.STORED, bandDefault(TraceFixture.WEIGHTS.folder()));
        Path part = TraceFixture.ATTENTIONS.copyTo(home.resolve("part"));
        String json = Files.readString(part.resolve("trace.json"));
        Files.writeString(
                part.resolve("trace.json"),
                json.replace("\"version\": 1", "\"version\": 1, \"layers\": [10, 11, 12, 13, 14, 15]"));
        assertEquals(LayerBand.STORED, bandDefault(part));
        Files.writeString(
                part.resolve("trace.json"),
                json.replace("\"version\": 1", "\"version\": 1, \"layers\": [4, 5, 6, 7, 8, 9]")
                        .replace("\"name\": \"tiny-qwen3\"", "\"layers\": 12"));
        assertEquals(LayerBand.MIDDLE, bandDefault(part));
    }

    private static LayerBand bandDefault(Path folder) throws IOException {
        return TraceFolder.read(folder, Keep.LAYERS).bandDefault();
    }

    private static ReasoningTrace traced(Path folder, Keep finest, FlowOptions options) throws IOException {
        StoredTrace stored = TraceFolder.read(folder, finest);
        DagOptions dag = DagOptions.DEFAULT.withLayers(stored.bandDefault());
        return ReasoningTrace.of(stored.trace(), dag, options, stored.provenance());
    }

    private static double[] weights(ReasoningFlow flow) {
        int n = flow.size();
        double[] square = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                square[i * n + k] = flow.dag().weight(i, k);
            }
        }
        return square;
    }

    /** Relative 1e-3, as the fixtures state; absolute 1e-6 for what is nearly 0. */
    private static void assertClose(double[] expected, double... found) {
        assertEquals(expected.length, found.length);
        for (int j = 0; j < expected.length; j++) {
            assertEquals(expected[j], found[j], 1e-3 * Math.abs(expected[j]) + 1e-6, "at " + j);
        }
    }
}
