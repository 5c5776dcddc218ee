package org.flowtracer.workbench.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.flowtracer.workbench.pretrain.Documents.Document;
import org.flowtracer.workbench.train.Batch;

/**
 * Batches of whole documents, each a sequence of its own: none sees another, as none does when the model answers. Only tokens of responses, and those
 * that end them, are labels.
 *
 * @param documents by their numbers from 0
 * @param tokens the most tokens of a batch that holds more than one document
 * @param length T, the most tokens of a document that are read; what follows is left out
 */
record DocumentBatches(IntFunction<Document> documents, int tokens, int length) {
    /**
     * A batch and where the next one starts.
     *
     * @param next the number of the first document after the batch
     */
    record Drawn(Batch batch, int next) {}

    /** The batch that starts with the document of that number. */
    Drawn batch(int position) {
        List<int[]> tokenIds = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        int next = position;
        int filled = 0;
        while (true) {
            Document document = documents.apply(next);
            int[] own = document.tokenIds();
            int read = Math.min(own.length - 1, length);
            if (filled > 0 && filled + read > tokens) {
                return new Drawn(new Batch(tokenIds.toArray(new int[0][]), labels.toArray(new int[0][])), next);
            }
            int[] foretold = Arrays.copyOfRange(own, 1, read + 1);
            Arrays.fill(foretold, 0, Math.min(document.promptLength() - 1, read), Batch.NO_LABEL);
            tokenIds.add(Arrays.copyOf(own, read));
            labels.add(foretold);
            filled += read;
            next++;
        }
    }
}
