package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * The folder of one run, held by one process at a time. What a run does with it, be it new or resumed:
 *
 * <pre>{@code
 * RunFolder.create(target, new RunManifest("train", config.json(), inputs), folder -> {});     // a new run only
 * try (RunFolder run = RunFolder.open(target, "train")) {
 *     Checkpoints checkpoints = run.checkpoints(3);                                             // keeps the last three
 *     Optional<Checkpoint> last = checkpoints.latest();                                         // whole, or refused by the name of a file
 *     int step = last.map(Checkpoint::step).orElse(0);
 *     last.ifPresent(checkpoint -> ...);                                                        // read weights and state from checkpoint.folder()
 *     try (MetricsFile metrics = run.metrics(List.of("loss", "reward"), step)) {                // rows after that step are dropped
 *         while (step < steps) {
 *             ...
 *             metrics.add(++step, loss, reward);
 *             if (step % every == 0) {
 *                 checkpoints.write(step, Map.of("data_position", position), folder -> ...);     // files into folder
 *             }
 *         }
 *     }
 * }
 * }</pre>
 */
public final class RunFolder implements AutoCloseable {
    /** What the folder is, for messages. */
    public static final String KIND = "a run folder";

    private static final String METRICS = "metrics.csv";
    private static final String CLOCK = "clock.csv";
    private static final String CHECKPOINTS = "checkpoints";
    private static final String ROLLOUTS = "rollouts";
    private static final String ABANDONED = "abandoned-";
    private static final String LOCK = ".lock";
    private static final int LOCK_ATTEMPTS = 5;
    private static final long LOCK_PAUSE_NANOS = 20_000_000;

    /** Those of this process, since a second channel on a lock file, when it is closed, would let go of the first one's lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path held;
    private final JsonObject manifest;
    private final FileChannel lockFile;

    private RunFolder(Path path, Path held, JsonObject manifest, FileChannel lockFile) {
        this.path = path;
        this.held = held;
        this.manifest = manifest;
        this.lockFile = lockFile;
    }

    /** What else a new run folder holds from the start, such as a tokenizer. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Makes the folder of a new run, whole or not at all.
     *
     * @throws InputException if the path is neither absent nor an empty folder: runs are never replaced
     * @throws IOException if the disk refuses
     */
    public static void create(Path target, RunManifest manifest, Content content) throws IOException {
        requireFree(target);
        try (AtomicFolder folder = AtomicFolder.begin(target, any -> false, "")) {
            content.writeTo(folder.path());
            AtomicFile.write(RunManifest.fileIn(folder.path()), JsonObject.text(manifest.json()));
            folder.commit();
        }
    }

    /** Refuses, before any work is done, a target that {@link #create} would refuse. */
    public static void requireFree(Path target) throws IOException {
        if (isRun(target)) {
            throw new InputException("a new folder (or --resume, to go on)", KIND, target.toString());
        }
        AtomicFolder.requireReplaceable(target, any -> false, "");
    }

    /** Whether a path is a run folder, of any kind. */
    public static boolean isRun(Path path) {
        return Files.isRegularFile(RunManifest.fileIn(path));
    }

    /**
     * Takes hold of the folder of a run until {@link #close}, and deletes what a killed process left of unfinished files.
     *
     * @param kind of run, as in its manifest
     * @throws InputException if there is no such run
     * @throws RunInUseException if somebody holds it
     * @throws IOException if the disk refuses
     */
    public static RunFolder open(Path path, String kind) throws IOException {
        JsonObject manifest = RunManifest.read(path);
        if (!RunManifest.kind(manifest).equals(kind)) {
            throw new InputException(
                    "a run of kind " + kind, "one of kind " + RunManifest.kind(manifest), path.toString());
        }
        Path held = path.toRealPath();
        if (!HELD.add(held)) {
            throw new RunInUseException(path.toString());
        }
        try {
            FileChannel lockFile =
                    FileChannel.open(held.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            try {
                lock(lockFile, path);
                AtomicFolder.sweep(held);
                return new RunFolder(path, held, manifest, lockFile);
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            HELD.remove(held);
            throw e;
        }
    }

    /** Tries more than once, since whoever only looks ({@link #isRunning}) holds the lock for a moment. */
    private static void lock(FileChannel lockFile, Path path) throws IOException {
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            if (lockFile.tryLock() != null) {
                return;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        throw new RunInUseException(path.toString());
    }

    /** Whether a process works on the run now. */
    public static boolean isRunning(Path path) throws IOException {
        Path held = path.toRealPath();
        if (HELD.contains(held)) {
            return true;
        }
        if (!Files.exists(held.resolve(LOCK))) {
            return false;
        }
        try (FileChannel lockFile = FileChannel.open(held.resolve(LOCK), StandardOpenOption.READ)) {
            return lockFile.tryLock(0, Long.MAX_VALUE, true) == null;
        }
    }

    /**
     * Says in the manifest that the run goes on by other code or on another machine than before, if so: its numbers may then differ from those of a
     * run that was not interrupted.
     *
     * @return a line that says what differs; empty if nothing does, and the manifest is as it was
     */
    public Optional<String> noteWhereItGoesOn() throws IOException {
        List<String> departures = RunManifest.departures(manifest);
        if (departures.isEmpty()) {
            return Optional.empty();
        }
        AtomicFile.write(RunManifest.fileIn(path), JsonObject.text(RunManifest.continuedHere(manifest)));
        return Optional.of("the run goes on with " + String.join(", ", departures)
                + ", so that it may end in other bits; manifest.json says so");
    }

    /** Where the folder lies. */
    public Path path() {
        return path;
    }

    /** manifest.json. */
    public JsonObject manifest() {
        return manifest;
    }

    /**
     * metrics.csv, without the rows that a killed process wrote after its last checkpoint.
     *
     * @param columns beside the step
     * @param lastStep the step of the checkpoint that the run goes on from; 0 at the start
     */
    public MetricsFile metrics(List<String> columns, int lastStep) throws IOException {
        return MetricsFile.open(path.resolve(METRICS), columns, lastStep);
    }

    /** Where the metrics of a run stand. */
    public static Path metricsOf(Path path) {
        return path.resolve(METRICS);
    }

    /** clock.csv, with the seconds that each step took; kept apart since no result may depend on it. */
    public MetricsFile clock(int lastStep) throws IOException {
        return MetricsFile.open(path.resolve(CLOCK), List.of("seconds"), lastStep);
    }

    /** clock.csv with the seconds of each phase. */
    public MetricsFile clock(List<String> phases, int lastStep) throws IOException {
        return MetricsFile.open(path.resolve(CLOCK), phases, lastStep);
    }

    /** Where the clock of a run stands. */
    public static Path clockOf(Path path) {
        return path.resolve(CLOCK);
    }

    /**
     * The checkpoints.
     *
     * @param keep how many of the last ones stay, at least 1
     */
    public Checkpoints checkpoints(int keep) throws IOException {
        return Checkpoints.open(path.resolve(CHECKPOINTS), keep);
    }

    /**
     * Clears the folder for another attempt: the checkpoints go, metrics.csv and clock.csv stay as those of {@code abandoned-1}, {@code abandoned-2}
     * and so on. If the process is killed meanwhile, the attempt is made again from its beginning, to the same end.
     */
    public void abandon() throws IOException {
        AtomicFolder.remove(path.resolve(CHECKPOINTS));
        try (AtomicFolder aside =
                AtomicFolder.begin(path.resolve(ABANDONED + (abandoned(path) + 1)), any -> false, "")) {
            for (String table : List.of(METRICS, CLOCK)) {
                Files.move(path.resolve(table), aside.path().resolve(table));
            }
            aside.commit();
        }
    }

    /** How many attempts were abandoned. */
    public static int abandoned(Path path) {
        int count = 0;
        while (Files.isDirectory(path.resolve(ABANDONED + (count + 1)))) {
            count++;
        }
        return count;
    }

    /** The file for what was sampled in a step, JSON lines: a file a step, so that a resumed run writes it again as it was. */
    public Path rollouts(int step) {
        return path.resolve(ROLLOUTS).resolve(String.format(Locale.ROOT, "step-%06d.jsonl", step));
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
        HELD.remove(held);
    }
}
