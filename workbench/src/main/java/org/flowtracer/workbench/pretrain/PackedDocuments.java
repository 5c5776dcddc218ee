package org.flowtracer.workbench.pretrain;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.train.Batch;

/**
 * Batches of documents packed end to end: a row starts with a new document and is cut after T + 1 tokens, of which the first T are read and the
 * last T foretold. Only tokens of responses, and those that end them, are labels.
 *
 * <p>As in {@code train.py}: documents of one row see those before them, and what does not fit into a row is left out.
 *
 * @param documents by their numbers from 0
 * @param sequences B
 * @param length T
 */
record PackedDocuments(IntFunction<Document> documents, int sequences, int length) {
    /**
     * A batch and where the next one starts.
     *
     * @param next the number of the first document after the batch
     */
    record Packed(Batch batch, int next) {}

    /** The batch that starts with the document of that number. */
    Packed batch(int position) {
        int[][] tokenIds = new int[sequences][];
        int[][] labels = new int[sequences][];
        int next = position;
        for (int row = 0; row < sequences; row++) {
            int[] ids = new int[length + 1];
            int[] foretold = new int[length + 1]; // the token itself where the loss counts it
            Arrays.fill(foretold, Batch.NO_LABEL);
            for (int filled = 0; filled <= length; ) {
                Document document = documents.apply(next);
                int[] own = document.tokenIds();
                int taken = Math.min(own.length, length + 1 - filled);
                System.arraycopy(own, 0, ids, filled, taken);
                int prompt = Math.min(document.promptLength(), taken);
                System.arraycopy(own, prompt, foretold, filled + prompt, taken - prompt);
                filled += taken;
                next++;
            }
            tokenIds[row] = Arrays.copyOf(ids, length);
            labels[row] = Arrays.copyOfRange(foretold, 1, length + 1);
        }
        return new Packed(new Batch(tokenIds, labels), next);
    }
}
