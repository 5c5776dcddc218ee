package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PowerLawTest {
    @Test
    void findsTheLawThatMadeTheNumbers() {
        double[] x = {128, 256, 512, 1024};
        double[] y = {3 * 128.0 * 128, 3 * 256.0 * 256, 3 * 512.0 * 512, 3 * 1024.0 * 1024};
        PowerLaw law = PowerLaw.fit(x, y);
        assertEquals(2, law.exponent(), 1e-12);
        assertEquals(3, law.factor(), 1e-9);
        assertEquals(3 * 2048.0 * 2048, law.at(2048), 1e-3);
    }

    @Test
    void balancesErrorsOnLogarithmicAxes() {
        // log2: x 0, 1, 2 and y 0, 3, 3; slope 3/2, mean of y 2 at x = 1, so intercept 1/2.
        PowerLaw law = PowerLaw.fit(new double[] {1, 2, 4}, new double[] {1, 8, 8});
        assertEquals(1.5, law.exponent(), 1e-12);
        assertEquals(Math.sqrt(2), law.factor(), 1e-12);
    }

    @Test
    void whatHasNoLawIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PowerLaw.fit(new double[] {2, 2}, new double[] {1, 3}));
        assertThrows(IllegalArgumentException.class, () -> PowerLaw.fit(new double[] {2, 3}, new double[] {0, 3}));
        assertThrows(IllegalArgumentException.class, () -> PowerLaw.fit(new double[] {2, 3}, new double[] {1}));
    }
}
