package org.flowtracer.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.flowtracer.ArbitraryDags;
import org.flowtracer.DagFixture;
import org.flowtracer.dag.AttentionDag;
import org.flowtracer.flow.FlowOptions.AnswerMode;
import org.flowtracer.flow.FlowOptions.SourceShares;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConservationCheckTest {
    @Test
    @DisplayName("10,000 random graphs of any size, density, regions, range of weights and options conserve their flow")
    void randomGraphsConserve() {
        Random random = new Random(20261123);
        for (int draw = 0; draw < 10_000; draw++) {
            AttentionDag dag =
                    ArbitraryDags.draw(random, 40, List.of(0, -1, -6, -45).get(random.nextInt(4)));
            FlowOptions options = new FlowOptions(
                    random.nextBoolean() ? AnswerMode.ABSORBING : AnswerMode.PASSING,
                    random.nextBoolean() ? SourceShares.UNIFORM : SourceShares.POTENTIAL);
            ReasoningFlow flow = FlowTracer.trace(dag, options);
            String where = "draw " + draw + ", " + options;
            double violation = ConservationCheck.of(flow).largest();
            assertTrue(violation < 1e-12, () -> where + ": " + violation);
            assertEquals(1, flow.arrived() + flow.unreachableShare(), 1e-12, where);
        }
    }

    @Test
    @DisplayName("finds a flow that is not conserved")
    void findsViolation() {
        AttentionDag dag = DagFixture.read("diamond-with-dead-end").dag();
        double[] shares = {1, 0, 0, 0, 0};
        ScaledVector potential = ScaledVector.of(new double[] {0.5, 0.5, 0.5, 1, 0});
        ReasoningFlow wrongPotential =
                new ReasoningFlow(dag, FlowOptions.DEFAULT, potential, shares, new double[] {1, 0.5, 0.25, 0.75, 0});
        assertEquals(0.25, ConservationCheck.of(wrongPotential).weightViolation(), 1e-15);
        ReasoningFlow right = FlowTracer.trace(dag, FlowOptions.DEFAULT);
        ReasoningFlow wrongInflow =
                new ReasoningFlow(dag, FlowOptions.DEFAULT, ScaledVector.of(right.potential()), shares, new double[] {
                    1, 2 / 3.0, 1 / 3.0, 0.9, 0
                });
        assertEquals(0.1, ConservationCheck.of(wrongInflow).flowViolation(), 1e-12);
        assertEquals(0, ConservationCheck.of(wrongInflow).weightViolation(), 1e-15);
    }
}
