package org.flowtracer.workbench.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Threads that work on memory outside Java's heap. Nobody may free it under them: {@link #run} and {@link #close} come back, whatever happens, only
 * when all of them are done with what they were given.
 */
public final class WorkerThreads implements AutoCloseable {
    private final ExecutorService threads;

    /**
     * Daemon threads, so that they do not keep a process alive.
     *
     * @param name of each
     */
    public WorkerThreads(int count, String name) {
        threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Gives each task to a thread, and waits for all, even if one fails or the caller is interrupted.
     *
     * @throws RuntimeException what a task threw, of several the first in the order of the tasks
     * @throws IllegalStateException if the caller was interrupted, which stays so
     */
    public synchronized void run(List<? extends Runnable> tasks) {
        List<CompletableFuture<Void>> running = tasks.stream()
                .map(task -> CompletableFuture.runAsync(task, threads))
                .toList();
        RuntimeException failed = null;
        for (CompletableFuture<Void> task : running) {
            try {
                task.join(); // waits on when interrupted
            } catch (CompletionException e) {
                failed = failed != null ? failed : unwrapped(e);
            }
        }
        if (failed != null) {
            throw failed;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while workers were at work");
        }
    }

    private static RuntimeException unwrapped(CompletionException thrown) {
        return thrown.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(thrown.getCause());
    }

    /** Waits for what is running, and who gave it, and ends the threads. */
    @Override
    public synchronized void close() {
        threads.shutdown();
        boolean ended = false;
        boolean interrupted = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
