package org.flowtracer.workbench.pretrain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flowtracer.workbench.pretrain.DocumentBatches.Drawn;

/** One batch after the other, each drawn on a thread of its own while the one before is in use. Which batches come does not depend on that. */
final class BatchStream implements AutoCloseable {
    private final DocumentBatches documents;
    private final ExecutorService drawing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "batches");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<Drawn> ahead;

    /** @param position the number of the first document */
    BatchStream(DocumentBatches documents, int position) {
        this.documents = documents;
        this.ahead = draw(position);
    }

    private CompletableFuture<Drawn> draw(int position) {
        return CompletableFuture.supplyAsync(() -> documents.batch(position), drawing);
    }

    /** The next batch. */
    Drawn next() {
        try {
            Drawn drawn = ahead.join();
            ahead = draw(drawn.next());
            return drawn;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Waits for the batch that is being drawn: its thread uses the tokenizer, whose memory may be given back after this. */
    @Override
    public void close() {
        drawing.shutdown();
        ahead.handle((drawn, refused) -> drawn).join();
    }
}
