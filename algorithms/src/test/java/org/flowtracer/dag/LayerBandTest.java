package org.flowtracer.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.CausalMatrix;
import org.junit.jupiter.api.Test;

class LayerBandTest {
    private static final CausalMatrix MATRIX = CausalMatrix.over(1, new float[] {1});

    @Test
    void thirdsOfSixLayers() {
        assertEquals(List.of(0, 1), LayerBand.EARLY.layersOf(6));
        assertEquals(List.of(2, 3, 4), LayerBand.MIDDLE.layersOf(6));
        assertEquals(List.of(5), LayerBand.LATE.layersOf(6));
        assertEquals(List.of(0, 1, 2, 3, 4, 5), LayerBand.ALL.layersOf(6));
        assertEquals(List.of(3, 4), LayerBand.of(3, 5).layersOf(6));
        assertThrows(IllegalArgumentException.class, () -> LayerBand.of(3, 7).layersOf(6));
        assertThrows(IllegalArgumentException.class, () -> LayerBand.EARLY.layersOf(2));
    }

    @Test
    void isHeldWhereAllItsLayersAreStored() {
        Attention middle = new Attention.PerLayer(List.of(2, 3, 4), 6, List.of(MATRIX, MATRIX, MATRIX));
        assertTrue(LayerBand.MIDDLE.isHeldBy(middle));
        assertTrue(LayerBand.of(3, 5).isHeldBy(middle));
        assertTrue(LayerBand.STORED.isHeldBy(middle));
        assertFalse(LayerBand.LATE.isHeldBy(middle));
        assertFalse(LayerBand.ALL.isHeldBy(middle));
        assertFalse(LayerBand.EARLY.isHeldBy(new Attention.PerLayer(List.of(0, 1), 2, List.of(MATRIX, MATRIX))));
    }

    @Test
    void ofAveragedLayersOnlyTheirOwnBandIsHeld() {
        Attention averaged = new Attention.Averaged(List.of(2, 3, 4), 6, MATRIX);
        assertTrue(LayerBand.MIDDLE.isHeldBy(averaged));
        assertFalse(LayerBand.of(3, 5).isHeldBy(averaged));
        assertFalse(LayerBand.MIDDLE.isHeldBy(new Attention.Averaged(List.of(), 6, MATRIX)));
    }
}
