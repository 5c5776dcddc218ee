package org.flowtracer.workbench.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.model.ConfigReader;
import org.flowtracer.workbench.model.ModelConfig;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
    /** Of more than a million entries, which a sum in float32 gets wrong by more than this. */
    @Test
    void normIsThatOfDoubles() throws Exception {
        ModelConfig config = ConfigReader.read(Bundled.model());
        ParameterVector parameters = ParameterVector.random(config, 1);
        double squares = 0;
        for (float value : parameters.values().toFloatVector()) {
            squares += (double) value * value;
        }
        assertEquals(Math.sqrt(squares), parameters.norm(), 1e-6 * Math.sqrt(squares));
    }
}
