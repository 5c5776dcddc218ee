package org.flowtracer.workbench.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.pretrain.PackedDocuments.Packed;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Tasks;
import org.flowtracer.workbench.text.Tokenizer;
import org.flowtracer.workbench.train.Batch;
import org.junit.jupiter.api.Test;

class PackedDocumentsTest {
    private static final int X = Batch.NO_LABEL;

    private static Document document(int promptLength, int... tokenIds) {
        return new Document(tokenIds, promptLength);
    }

    /** By hand: prompts 1., responses 2., ends 9; rows of 6 read and 6 foretold. */
    @Test
    void packsDocumentsEndToEnd() {
        List<Document> documents = List.of(
                document(2, 11, 12, 21, 9), // row 0, whole
                document(1, 13, 22, 23, 9), // row 0, without its end
                document(
                        3, 14, 15, 16, 24, 25, 26, 27,
                        9), // row 1, of which the last token read is 26, the last foretold 27
                document(2, 17, 18, 28, 9)); // the next batch
        Packed packed = new PackedDocuments(documents::get, 2, 6).batch(0);
        assertEquals(3, packed.next());
        assertArrayEquals(
                new int[][] {{11, 12, 21, 9, 13, 22}, {14, 15, 16, 24, 25, 26}},
                packed.batch().tokenIds());
        assertArrayEquals(
                new int[][] {{X, 21, 9, X, 22, 23}, {X, X, 24, 25, 26, 27}},
                packed.batch().labels());
    }

    @Test
    void aPromptThatDoesNotFitHasNoLabels() {
        List<Document> documents = List.of(document(1, 11, 21, 9), document(4, 12, 13, 14, 15, 22, 9));
        Packed packed = new PackedDocuments(documents::get, 1, 5).batch(0);
        assertArrayEquals(new int[][] {{11, 21, 9, 12, 13}}, packed.batch().tokenIds());
        assertArrayEquals(new int[][] {{21, 9, X, X, X}}, packed.batch().labels());
    }

    @Test
    void theStreamGivesTheSameBatchesFromAnyPosition() throws IOException {
        TrainingConfig config = TinyRun.config();
        try (Tokenizer tokenizer = Tokenizer.open(config.tokenizer())) {
            PackedDocuments packed = new PackedDocuments(new Documents(config, tokenizer)::document, 2, 40);
            try (BatchStream stream = new BatchStream(packed, 0)) {
                int position = 0;
                for (int count = 0; count < 5; count++) {
                    Packed drawn = stream.next();
                    Packed expected = packed.batch(position);
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
