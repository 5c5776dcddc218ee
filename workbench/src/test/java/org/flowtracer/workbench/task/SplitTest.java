package org.flowtracer.workbench.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void hashIsTheStandardCrc() {
        assertEquals(0xCBF43926L, Split.crc32("123456789"));
        assertEquals(0, Split.crc32(""));
        assertEquals(Split.TEST, Split.of(""));
    }

    @Test
    void noProblemOfHundredThousandLeaks() {
        int drawn = 0;
        for (String task : Tasks.NAMES) {
            Set<String> elsewhere = new HashSet<>();
            for (Split split : new Split[] {Split.TEST, Split.VALIDATION, Split.TRAIN}) {
                Task generator = Tasks.generator(task, split, 7);
                Set<String> here = new HashSet<>();
                int count = split == Split.TRAIN ? 30_000 : 1_700;
                for (int j = 0; j < count; j++) {
                    String key = SplitOracle.key(task, generator.problem(j).prompt());
                    assertEquals(split, SplitOracle.split(key), key);
                    assertFalse(elsewhere.contains(key), key);
                    here.add(key);
                }
                elsewhere.addAll(here);
                drawn += count;
            }
        }
        assertTrue(drawn >= 100_000);
    }
}
