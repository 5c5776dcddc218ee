package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonIntervalTest {
    /** The first three as tables of the interval have them, the last from the formula in Python. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.2775327998628892",
        "5, 10, 0.2365930905125640, 0.7634069094874360",
        "10, 10, 0.7224672001371108, 1",
        "123, 300, 0.3558239497993501, 0.4664517850210681"
    })
    void equalsPublishedEnds(int successes, int trials, double low, double high) {
        Interval interval = WilsonInterval.of(successes, trials);
        assertEquals((double) successes / trials, interval.mean());
        assertEquals(low, interval.low(), 1e-7);
        assertEquals(high, interval.high(), 1e-7);
        assertEquals(trials, interval.count());
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(0, 0));
        assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> WilsonInterval.of(4, 3));
    }
}
