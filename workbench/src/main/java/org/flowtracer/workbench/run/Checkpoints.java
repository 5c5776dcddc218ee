package org.flowtracer.workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.AtomicFolder;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Manifest;

/**
 * The last checkpoints of a run, a folder each, with a {@code checkpoint.json} that lists their files by their SHA-256. A checkpoint appears
 * whole or not at all; the one before it goes only after that.
 */
public final class Checkpoints {
    private static final String FILE = "checkpoint.json";
    private static final String FORMAT = "flowtracer-checkpoint";
    private static final Pattern NAME = Pattern.compile("step-(\\d{6,9})");

    private final Path folder;
    private final int keep;

    private Checkpoints(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    static Checkpoints open(Path folder, int keep) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("expected to keep at least 1 checkpoint, found " + keep);
        }
        Files.createDirectories(folder);
        AtomicFolder.sweep(folder);
        return new Checkpoints(folder, keep);
    }

    /**
     * Writes a checkpoint and deletes the oldest beyond those to keep.
     *
     * @param state strings, numbers, booleans, lists and maps of them
     * @param content writes the files, without folders
     * @throws IOException if the disk refuses; the checkpoints from before are all there then
     */
    public void write(int step, Map<String, ?> state, RunFolder.Content content) throws IOException {
        Path target = folder.resolve(name(step));
        try (AtomicFolder filling = AtomicFolder.begin(target, any -> true, "a checkpoint")) {
            content.writeTo(filling.path());
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("format", FORMAT);
            json.put("step", step);
            json.put("state", state);
            json.put("files", checksums(filling.path()));
            AtomicFile.write(filling.path().resolve(FILE), JsonObject.text(json));
            filling.commit();
        }
        List<Integer> steps = steps();
        for (int old : steps.subList(0, Math.max(0, steps.size() - keep))) {
            AtomicFolder.remove(folder.resolve(name(old)));
        }
    }

    private static Map<String, String> checksums(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.sorted().toList();
        }
        Map<String, String> checksums = new LinkedHashMap<>();
        for (Path file : files) {
            checksums.put(String.valueOf(file.getFileName()), Manifest.checksum(file));
        }
        return checksums;
    }

    /**
     * The last checkpoint, with every file as it was written.
     *
     * @return empty if there is none
     * @throws InputException naming the file of it that is missing or was changed
     * @throws IOException if the disk refuses
     */
    public Optional<Checkpoint> latest() throws IOException {
        List<Integer> steps = steps();
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        int step = steps.get(steps.size() - 1);
        try {
            return Optional.of(read(step));
        } catch (InputException e) {
            String before = steps.size() == 1 ? "from the start" : "from step " + steps.get(steps.size() - 2);
            throw new InputException(e, "a broken checkpoint; deleting its folder lets the run go on " + before);
        }
    }

    private Checkpoint read(int step) throws IOException {
        Path checkpoint = folder.resolve(name(step));
        JsonObject json = JsonObject.read(checkpoint.resolve(FILE));
        if (!json.string("format").equals(FORMAT) || json.integer("step") != step) {
            throw json.unexpected("step", FORMAT + " of step " + step);
        }
        JsonObject files = json.object("files");
        for (String name : files.keys()) {
            Path file = checkpoint.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new InputException("a file of the checkpoint", "none", file.toString());
            }
            if (!Manifest.checksum(file).equals(files.string(name))) {
                throw new InputException("the file as it was written", "another SHA-256", file.toString());
            }
        }
        return new Checkpoint(step, checkpoint, json.object("state"));
    }

    /** The steps that have a checkpoint, in order. */
    private List<Integer> steps() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> NAME.matcher(String.valueOf(entry.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    private static String name(int step) {
        return String.format(Locale.ROOT, "step-%06d", step);
    }
}
