package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AverageLinkageTest {
    private static double[][] distancesOnALine(double... places) {
        return IntStream.range(0, places.length)
                .mapToObj(a -> IntStream.range(0, places.length)
                        .mapToDouble(b -> Math.abs(places[a] - places[b]))
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void alikeItemsStandTogether() {
        // 0 and 3 join at 1, then 1 and 4 at 2, then 2 (at 5.5 from the first pair, 14.5 from the second), then all.
        assertArrayEquals(new int[] {0, 3, 2, 1, 4}, AverageLinkage.leafOrder(distancesOnALine(0, 20, 6, 1, 22)));
    }

    @Test
    void theMeanDistanceDecides() {
        // Items 0 and 1 join at 1. Item 2 is 4 from 0 but 10 from 1, 7 in the mean; item 3 is 6 from 2. Single linkage
        // would take 2 first.
        double[][] distance = {
            {0, 1, 4, 9},
            {1, 0, 10, 9},
            {4, 10, 0, 6},
            {9, 9, 6, 0}
        };
        assertArrayEquals(new int[] {0, 1, 2, 3}, AverageLinkage.leafOrder(distance));
        double[][] relabelled = {
            {0, 6, 9, 9},
            {6, 0, 4, 10},
            {9, 4, 0, 1},
            {9, 10, 1, 0}
        };
        // The same four as 3, 2, 0, 1.
        assertArrayEquals(new int[] {0, 1, 2, 3}, AverageLinkage.leafOrder(relabelled));
    }

    @Test
    void equalDistancesJoinTheFirstItems() {
        double[][] distance = distancesOnALine(0, 1, 2, 3);
        assertArrayEquals(new int[] {0, 1, 2, 3}, AverageLinkage.leafOrder(distance));
        assertArrayEquals(new int[] {0}, AverageLinkage.leafOrder(new double[1][1]));
        assertArrayEquals(new int[0], AverageLinkage.leafOrder(new double[0][0]));
    }

    @Test
    void brokenMatricesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.leafOrder(new double[][] {{0, 1}, {2, 0}}));
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.leafOrder(new double[2][3]));
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.leafOrder(new double[][] {{Double.NaN}}));
    }
}
