package org.flowtracer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackboneAlgorithmTest {
    @Test
    void rulesGoByName() {
        assertEquals(new FlowMassBackbone(0.25), BackboneAlgorithm.named("mass:0.25"));
        assertEquals(new WidestPathsBackbone(7), BackboneAlgorithm.named("paths:7"));
        assertEquals(new FlowThresholdBackbone(1e-3), BackboneAlgorithm.named("flow:1e-3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    most       | expected a backbone mass:F, paths:M or flow:PHI, found 'most'
                    mass:NaN   | expected a backbone mass:F, paths:M or flow:PHI, found 'mass:NaN'
                    mass:1.5   | expected a fraction of the flow in [0, 1], found 1.5
                    paths:2.5  | expected a number in a backbone's rule, found 'paths:2.5'
                    flow:0     | expected a flow threshold above 0, found 0.0
                    """)
    void otherRulesAreRefused(String rule, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> BackboneAlgorithm.named(rule))
                        .getMessage());
    }
}
