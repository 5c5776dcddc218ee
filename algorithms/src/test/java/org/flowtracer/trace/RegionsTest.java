package org.flowtracer.trace;

import static org.flowtracer.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegionsTest {
    @Test
    @DisplayName("positions are a sorted set, with or without gaps")
    void positions() {
        Positions gaps = Positions.of(9, 3, 5);
        assertArrayEquals(new int[] {3, 5, 9}, gaps.toArray());
        assertEquals(3, gaps.first());
        assertEquals(9, gaps.last());
        assertEquals(5, gaps.get(1));
        assertTrue(gaps.contains(5));
        assertFalse(gaps.contains(4));
        assertFalse(gaps.isRange());
        assertEquals("[3, 5, 9]", gaps.toString());
        assertEquals(Positions.of(3, 9), gaps.without(5));
        Positions range = Positions.range(58, 64);
        assertTrue(range.isRange());
        assertEquals("58..64", range.toString());
        assertEquals(range, Positions.of(63, 62, 61, 60, 59, 58));
        assertTrue(range.containsAll(Positions.of(58, 63)));
        assertFalse(range.containsAll(Positions.of(57, 58)));
        assertTrue(Positions.range(4, 4).isEmpty());
    }

    @Test
    @DisplayName("each position's predictor stands one to the left; nothing predicts the first token")
    void predictors() {
        assertEquals(Positions.range(57, 63), Positions.range(58, 64).predictors());
        assertEquals(Positions.of(2), Positions.of(0, 3).predictors());
    }

    @Test
    @DisplayName("refuses ranges and positions without meaning")
    void refusesPositions() {
        assertRefused("expected a range A..B with 0 <= A <= B, found 4..3", () -> Positions.range(4, 3));
        assertRefused("expected a range A..B with 0 <= A <= B, found -1..3", () -> Positions.range(-1, 3));
        assertRefused("expected positions from 0, found -2", () -> Positions.of(1, -2));
        assertRefused("expected each position once, found 4 twice", () -> Positions.of(4, 1, 4));
    }

    @Test
    @DisplayName("every token belongs to question, response, answer or none")
    void names() {
        Regions regions = Regions.ofRanges(1, 3, 4, 8, 6, 7);
        assertEquals(
                "- question question - response response answer response",
                String.join(
                        " ",
                        IntStream.range(0, 8)
                                .mapToObj(k -> regions.nameAt(k).isEmpty() ? "-" : regions.nameAt(k))
                                .toList()));
        Regions derived = Regions.ofQuestionAndAnswer(8, Positions.of(0, 2), Positions.of(7));
        assertEquals(Positions.range(3, 8), derived.response());
    }

    @Test
    @DisplayName("refuses empty, overlapping and straying regions")
    void refusesRegions() {
        assertRefused(
                "expected a question of at least one token, found an empty one",
                () -> Regions.ofRanges(0, 0, 1, 4, 3, 4));
        assertRefused(
                "expected an answer of at least one token, found an empty one",
                () -> Regions.ofRanges(0, 1, 1, 4, 3, 3));
        assertRefused(
                "expected the answer inside the response 1..4, found the answer at 3..5",
                () -> Regions.ofRanges(0, 1, 1, 4, 3, 5));
        assertRefused(
                "expected question and response without a common token, found the question at 0..2 and the response at 1..4",
                () -> Regions.ofRanges(0, 2, 1, 4, 3, 4));
        assertRefused(
                "expected regions within 3 tokens, found the question at 0..1 and the response at 1..4",
                () -> Regions.ofRanges(0, 1, 1, 4, 2, 3).within(3));
    }
}
