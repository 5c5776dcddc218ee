package org.flowtracer.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.compare.AverageLinkage.Join;
import org.junit.jupiter.api.Test;

class AverageLinkageTest {
    private static double[][] distancesOnALine(double... places) {
        return IntStream.range(0, places.length)
                .mapToObj(a -> IntStream.range(0, places.length)
                        .mapToDouble(b -> Math.abs(places[a] - places[b]))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static int[] order(double[][] distance) {
        return AverageLinkage.of(distance).leaves().stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void alikeItemsStandTogether() {
        // 0 and 3 join at 1, then 1 and 4 at 2, then 2 (at 5.5 from the first pair, 14.5 from the second), then all.
        assertArrayEquals(new int[] {0, 3, 2, 1, 4}, order(distancesOnALine(0, 20, 6, 1, 22)));
    }

    @Test
    void joinsAreNeighboursInTheOrderOfTheirDistance() {
        // Leaves 0 3 2 1 4. The pair at 20 and 22 is 16 from 6 and 20.5 from the pair at 0 and 1, 19 in the mean over
        // three.
        assertEquals(
                List.of(
                        new Join(0, 1, 2, 1),
                        new Join(3, 4, 5, 2),
                        new Join(0, 2, 3, 5.5),
                        new Join(0, 3, 5, 56 / 3.0)),
                AverageLinkage.of(distancesOnALine(0, 20, 6, 1, 22)).joins());
        assertEquals(List.of(), AverageLinkage.of(new double[1][1]).joins());
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
        assertArrayEquals(new int[] {0, 1, 2, 3}, order(distance));
        double[][] relabelled = {
            {0, 6, 9, 9},
            {6, 0, 4, 10},
            {9, 4, 0, 1},
            {9, 10, 1, 0}
        };
        // The same four as 3, 2, 0, 1.
        assertArrayEquals(new int[] {0, 1, 2, 3}, order(relabelled));
    }

    @Test
    void equalDistancesJoinTheFirstItems() {
        double[][] distance = distancesOnALine(0, 1, 2, 3);
        assertArrayEquals(new int[] {0, 1, 2, 3}, order(distance));
        assertArrayEquals(new int[] {0}, order(new double[1][1]));
        assertArrayEquals(new int[0], order(new double[0][0]));
    }

    @Test
    void brokenMatricesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.of(new double[][] {{0, 1}, {2, 0}}));
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.of(new double[2][3]));
        assertThrows(IllegalArgumentException.class, () -> AverageLinkage.of(new double[][] {{Double.NaN}}));
    }
}
