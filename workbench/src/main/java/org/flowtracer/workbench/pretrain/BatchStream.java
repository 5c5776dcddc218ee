package org.flowtracer.workbench.pretrain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flowtracer.workbench.pretrain.PackedDocuments.Packed;

/** One batch after the other, each drawn on a thread of its own while the one before is in use. Which batches come does not depend on that. */
final class BatchStream implements AutoCloseable {
    private final PackedDocuments documents;
    private final ExecutorService drawing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "batches");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<Packed> ahead;

    /** @param position the number of the first document */
    BatchStream(PackedDocuments documents, int position) {
        this.documents = documents;
        this.ahead = draw(position);
    }

    private CompletableFuture<Packed> draw(int position) {
        return CompletableFuture.supplyAsync(() -> documents.batch(position), drawing);
    }

    /** The next batch. */
    Packed next() {
        try {
            Packed packed = ahead.join();
            ahead = draw(packed.next());
            return packed;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        drawing.shutdownNow();
    }
}
