package org.flowtracer.workbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.flowtracer.workbench.model.CudaBuild.Card;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaBuildTest {
    private static final List<Card> HOPPER = CudaBuild.cards("NVIDIA H100 80GB HBM3, 9.0\n");
    private static final List<Card> AMPERE = CudaBuild.cards("NVIDIA GeForce RTX 3090, 8.6\n");

    private static void assertProblem(String expected, CudaBuild build) {
        String message = build.problem().orElseThrow().getMessage();
        assertTrue(message.startsWith(expected), message);
        assertEquals(message, build.describe());
    }

    @Test
    void tellsWhatIsMissingInPlainWords() {
        assertProblem(
                "expected an NVIDIA graphics card with its driver, found no driver, in a build for graphics cards",
                new CudaBuild(true, true, false, List.of()));
        assertProblem(
                "expected the libraries of CUDA 11.6, found none on the class path",
                new CudaBuild(true, false, true, AMPERE));
        assertProblem(
                "expected a graphics card that nvidia-smi tells of, found a driver, but no card",
                new CudaBuild(true, true, true, CudaBuild.cards("No devices were found\n")));
        assertProblem(
                "expected a first card of compute capability 3.7 to 8.9, for which this build holds code,"
                        + " found NVIDIA H100 80GB HBM3 (compute capability 9.0)",
                new CudaBuild(true, true, true, HOPPER));
    }

    @Test
    void aCardWithCodeComputesAndABuildForProcessorsNeedsNone() {
        CudaBuild ampere = new CudaBuild(true, true, true, AMPERE);
        assertTrue(ampere.problem().isEmpty());
        assertEquals("computes on NVIDIA GeForce RTX 3090 (compute capability 8.6)", ampere.describe());
        CudaBuild processors = new CudaBuild(false, false, true, HOPPER);
        assertTrue(processors.problem().isEmpty());
        assertTrue(processors.describe().endsWith("models run on the processor"));
    }

    /** ND4J computes on the first, whatever the others are. */
    @Test
    void theFirstOfMixedCardsDecides() {
        CudaBuild hopperFirst = new CudaBuild(
                true, true, true, CudaBuild.cards("NVIDIA H100 80GB HBM3, 9.0\nNVIDIA GeForce RTX 3090, 8.6\n"));
        assertProblem(
                "expected a first card of compute capability 3.7 to 8.9, for which this build holds code,"
                        + " found NVIDIA H100 80GB HBM3 (compute capability 9.0)",
                hopperFirst);
        CudaBuild ampereFirst = new CudaBuild(
                true, true, true, CudaBuild.cards("NVIDIA GeForce RTX 3090, 8.6\nNVIDIA H100 80GB HBM3, 9.0\n"));
        assertTrue(ampereFirst.problem().isEmpty());
        assertEquals("computes on NVIDIA GeForce RTX 3090 (compute capability 8.6)", ampereFirst.describe());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aHungDriverIsWaitedForNoLongerThanTheLimit() {
        String[] hung = {"sh", "-c", "echo 'A card, 8.6'; exec sleep 60"};
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertEquals("", CudaBuild.printed(Duration.ofMillis(300), hung)));
        assertEquals("A card, 8.6\n", CudaBuild.printed(Duration.ofSeconds(30), "echo", "A card, 8.6"));
        assertEquals("", CudaBuild.printed(Duration.ofSeconds(30), "no-such-command-as-this"));
    }

    @ParameterizedTest
    @CsvSource({
        "3.5, false",
        "3.7, true",
        "5.0, true",
        "7.5, true",
        "8.9, true",
        "9.0, false",
        "10.0, false",
        "12.0, false"
    })
    void knowsTheCardsThatItHoldsCodeFor(String capability, boolean runs) {
        assertEquals(runs, CudaBuild.cards("A card, " + capability).get(0).runs());
    }
}
