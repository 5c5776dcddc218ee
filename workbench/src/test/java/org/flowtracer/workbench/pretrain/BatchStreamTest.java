package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
    private static Document document(int number) {
        return new Document(new int[] {number, 20 + number, 9}, 1);
    }

    private static BatchStream stream(IntFunction<Document> documents) {
        return new BatchStream(new DocumentBatches(documents, 4, 6), 3);
    }

    @Test
    void drawsOneBatchAfterTheOther() {
        try (BatchStream batches = stream(BatchStreamTest::document)) {
            assertArrayEquals(
                    new int[][] {{3, 23}, {4, 24}}, batches.next().batch().tokenIds());
            assertArrayEquals(
                    new int[][] {{5, 25}, {6, 26}}, batches.next().batch().tokenIds());
            assertEquals(9, batches.next().next());
        }
    }

    @Test
    void throwsWhatTheDocumentsThrew() {
        try (BatchStream batches = stream(number -> {
            if (number == 5) {
                throw new IllegalStateException("document 5");
            }
            return document(number);
        })) {
            assertThrows(IllegalStateException.class, () -> {
                batches.next();
                batches.next();
            });
        }
    }

    /** Who closes it gives back memory that drawing uses. */
    @Test
    void closesAfterTheLastDocumentIsDrawn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean isDrawn = new AtomicBoolean();
        BatchStream batches = stream(number -> {
            begun.countDown();
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            isDrawn.set(number == 5);
            return document(number);
        });
        begun.await();
        batches.close();
        assertTrue(isDrawn.get());
    }
}
