package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.pretrain.DocumentBatches.Drawn;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.Batch;
import org.junit.jupiter.api.Test;

class DocumentBatchesTest {
    private static final int X = Batch.NO_LABEL;

    private static Document document(int promptLength, int... tokenIds) {
        return new Document(tokenIds, promptLength);
    }

    /** By hand: prompts 1., responses 2., ends 9. */
    @Test
    void fillsABatchWithWholeDocuments() {
        List<Document> documents = List.of(
                document(2, 11, 12, 21, 9), // 3 tokens read
                document(1, 13, 22, 23, 24, 9), // 4
                document(1, 14, 25, 9), // 2: the batch is full
                document(2, 17, 18, 28, 9)); // would be one too many
        Drawn drawn = new DocumentBatches(documents::get, 11, 6).batch(0);
        assertEquals(3, drawn.next());
        assertArrayEquals(
                new int[][] {{11, 12, 21}, {13, 22, 23, 24}, {14, 25}},
                drawn.batch().tokenIds());
        assertArrayEquals(
                new int[][] {{X, 21, 9}, {22, 23, 24, 9}, {25, 9}},
                drawn.batch().labels());
    }

    /** Of a document that is too long its beginning; a prompt alone has no labels. */
    @Test
    void cutsDocumentsAtTheLongestLength() {
        List<Document> documents =
                List.of(document(1, 11, 21, 22, 9), document(4, 12, 13, 14, 15, 22, 9), document(1, 16, 9));
        Drawn drawn = new DocumentBatches(documents::get, 4, 2).batch(0);
        assertArrayEquals(new int[][] {{11, 21}, {12, 13}}, drawn.batch().tokenIds());
        assertArrayEquals(new int[][] {{21, 22}, {X, X}}, drawn.batch().labels());
    }

    @Test
    void aBatchHoldsAtLeastOneDocument() {
        List<Document> documents = List.of(document(1, 11, 21, 22, 9), document(1, 12, 23, 9));
        Drawn drawn = new DocumentBatches(documents::get, 2, 6).batch(0);
        assertEquals(1, drawn.next());
        assertArrayEquals(new int[][] {{11, 21, 22}}, drawn.batch().tokenIds());
    }

    @Test
    void theStreamGivesTheSameBatchesFromAnyPosition() throws IOException {
        TrainingConfig config = TinyRun.config();
        try (Tokenizer tokenizer = Tokenizer.open(config.tokenizer())) {
            DocumentBatches drawing = new DocumentBatches(new Documents(config, tokenizer)::document, 80, 40);
            try (BatchStream stream = new BatchStream(drawing, 0)) {
                int position = 0;
                for (int count = 0; count < 5; count++) {
                    Drawn drawn = stream.next();
                    Drawn expected = drawing.batch(position);
                    assertArrayEquals(expected.batch().tokenIds(), drawn.batch().tokenIds());
                    assertArrayEquals(expected.batch().labels(), drawn.batch().labels());
                    position = drawn.next();
                }
            }
        }
    }

    /** A quarter of 2,000 documents, within four standard deviations; each is the problem of its number. */
    @Test
    void theMixtureHasItsSharesAndOnlyTrainingProblems() throws IOException {
        TrainingConfig config = TinyRun.config();
        try (Tokenizer tokenizer = Tokenizer.open(config.tokenizer())) {
            Documents documents = new Documents(config, tokenizer);
            long additions = IntStream.range(0, 2000)
                    .filter(index -> Character.isDigit(documents.text(index).charAt(0)))
                    .count();
            assertEquals(500, (double) additions, 4 * Math.sqrt(2000 * 0.25 * 0.75));
            int addition = IntStream.range(0, 100)
                    .filter(index -> Character.isDigit(documents.text(index).charAt(0)))
                    .findFirst()
                    .orElseThrow();
            String prompt = Tasks.generator("addition", Split.TRAIN, config.seed())
                    .problem(addition)
                    .prompt();
            assertTrue(documents.text(addition).startsWith(prompt));
            Document encoded = documents.document(addition);
            String decoded = tokenizer.decode(encoded.tokenIds()).text();
            assertEquals(documents.text(addition) + "<eos>", decoded);
        }
    }
}
