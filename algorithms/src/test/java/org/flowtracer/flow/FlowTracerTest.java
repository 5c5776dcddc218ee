package org.flowtracer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.flowtracer.DagFixture;
import org.flowtracer.flow.FlowOptions.AnswerMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTracerTest {
    @ParameterizedTest
    @MethodSource("org.flowtracer.DagFixture#all")
    @DisplayName("equals the NumPy reference on every graph, with absorbing and with passing answers")
    void equalsReference(DagFixture fixture) {
        for (AnswerMode mode : AnswerMode.values()) {
            ReasoningFlow flow = FlowTracer.trace(fixture.dag(), FlowOptions.DEFAULT.withAnswerMode(mode));
            String reference = "/flowtracer." + mode.name().toLowerCase(Locale.ROOT);
            assertNear(fixture.numbers(reference + "/potential"), flow.potential());
            assertNear(fixture.numbers(reference + "/inflow"), flow.inflow());
            assertNear(fixture.numbers(reference + "/throughput"), flow.throughput());
            assertNear(fixture.numbers(reference + "/arrived"), flow.arrived());
            assertNear(fixture.numbers(reference + "/unreachable_share"), flow.unreachableShare());
        }
    }

    private static void assertNear(double[] expected, double... actual) {
        assertEquals(expected.length, actual.length);
        for (int k = 0; k < expected.length; k++) {
            double tolerance = DagFixture.TOLERANCE * Math.max(1, Math.abs(expected[k]));
            assertEquals(expected[k], actual[k], tolerance, "at token " + k);
        }
    }
}
