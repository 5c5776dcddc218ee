package org.flowtracer.workbench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.model.SamplingOptions;
import org.flowtracer.workbench.text.AnswerPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
    @TempDir
    Path home;

    /** The example of the class's documentation. */
    @Test
    void loadsTracesAndSaves() throws IOException {
        Bundled.Example example = Bundled.example();
        try (Workbench workbench = Workbench.load(example.model())) {
            ReasoningTrace trace = workbench.trace(TraceRequest.of(example.prompt()));
            assertTrue(trace.paths().describe().contains("of the question reaches the answer"));
            assertEquals(1, trace.flow().arrived(), 1e-9);
            Workbench.save(trace, home.resolve("out"), SaveOptions.DEFAULT);

            ReasoningTrace again = Workbench.read(ImportRequest.of(home.resolve("out")));
            assertArrayEquals(trace.flow().throughput(), again.flow().throughput(), 1e-12);
            assertEquals(
                    trace.provenance().generation().keySet(),
                    again.provenance().generation().keySet());
            assertTrue(Files.size(home.resolve("out/report.html")) > 0);
        }
    }

    @Test
    void writesTheSameForTheSameSeed() throws IOException {
        SamplingOptions sampling = new SamplingOptions(1.5, 0, 1, 20);
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            String first = workbench.generate("a=1;?a\n", sampling, 1);
            assertEquals(first, workbench.generate("a=1;?a\n", sampling, 1));
            String text = first;
            assertTrue(
                    java.util.stream.LongStream.range(2, 10)
                            .anyMatch(seed -> !workbench
                                    .generate("a=1;?a\n", sampling, seed)
                                    .equals(text)),
                    "the seed makes a difference");
        }
    }

    @Test
    void takesGivenRegionsAndKeepsWhatIsAskedFor() throws IOException {
        try (Workbench workbench = Workbench.load(Bundled.model())) {
            ReasoningTrace trace = workbench.trace(TraceRequest.of("a=1;b=2;?a\n")
                    .withResponse("a=1\n#1\n")
                    .withQuestion(Positions.range(0, 4))
                    .withAnswer(new AnswerPattern("13..14"))
                    .withKeep(Keep.HEADS));
            assertEquals(Positions.range(0, 4), trace.trace().regions().question());
            assertEquals(Positions.range(11, 18), trace.trace().regions().response());
            assertEquals(Positions.range(13, 14), trace.trace().regions().answer());
            assertTrue(trace.trace().attention() instanceof Attention.PerHead);
        }
    }
}
