package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignFlipTest {
    @Test
    void countsByHand() {
        // Of the sums +-1 +-2 +-3, only 6 and -6 are as far out as 6; 4 = -1 + 2 + 3 is reached by 6, 4, -4 and -6.
        assertEquals(2 / 8.0, SignFlip.pValue(new double[] {1, 2, 3}));
        assertEquals(4 / 8.0, SignFlip.pValue(new double[] {-1, 2, 3}));
        assertEquals(1, SignFlip.pValue(new double[] {1, 2, -3}));
        assertEquals(1, SignFlip.pValue(new double[] {-0.5}));
    }

    @Test
    void fiveAndTwelveSeedsReachWhatTheyCan() {
        assertEquals(0.0625, SignFlip.pValue(new double[] {1, 1, 2, 3, 5}));
        double[] twelve = new double[12];
        Arrays.fill(twelve, -0.01);
        assertEquals(1 / 2048.0, SignFlip.pValue(twelve));
    }

    @Test
    void equalsScipy() {
        for (JsonNode sample : StatisticsFixture.entries("samples")) {
            double[] differences = PairedDifferences.of(
                    StatisticsFixture.numbers(sample, "first"), StatisticsFixture.numbers(sample, "second"));
            assertEquals(sample.get("sign_flip").doubleValue(), SignFlip.pValue(differences), 1e-15);
        }
    }

    @Test
    void equalsAllFlipsOfWholeNumbers() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int[] whole = random.ints(1 + random.nextInt(9), -4, 5).toArray();
            int observed = Math.abs(Arrays.stream(whole).sum());
            int extreme = 0;
            for (int signs = 0; signs < 1 << whole.length; signs++) {
                int sum = 0;
                for (int j = 0; j < whole.length; j++) {
                    sum += (signs >> j & 1) == 0 ? whole[j] : -whole[j];
                }
                extreme += Math.abs(sum) >= observed ? 1 : 0;
            }
            // Hundredths are not exact in binary: ties among their sums must be found all the same.
            double[] hundredths =
                    Arrays.stream(whole).mapToDouble(x -> x / 100.0).toArray();
            assertEquals((double) extreme / (1 << whole.length), SignFlip.pValue(hundredths));
        }
    }

    @Test
    void differencesOfNothingChangeNothing() {
        assertEquals(1, SignFlip.pValue(new double[5]));
        assertEquals(SignFlip.pValue(new double[] {1, 2, 3}), SignFlip.pValue(new double[] {0, 1, 0, 2, -0.0, 3}));
    }

    @Test
    void whatCannotBeFlippedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SignFlip.pValue(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> SignFlip.pValue(new double[21]));
        assertThrows(IllegalArgumentException.class, () -> SignFlip.pValue(new double[] {1, Double.NaN}));
    }
}
