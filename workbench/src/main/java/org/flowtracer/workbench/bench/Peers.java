package org.flowtracer.workbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flowtracer.workbench.files.InputException;

/**
 * The rivals in Python: every script of a folder, each of which prints one JSON line.
 *
 * @param python the interpreter, with torch and transformers
 * @param scripts the folder, {@code bench/peers}
 */
public record Peers(String python, Path scripts) {
    /** Those that a script has a second way of running. */
    private static final String COMPILED = "train_step.py";

    /** @throws InputException if there is no such interpreter, or it lacks a library */
    public Peers {
        try {
            if (run(List.of(python, "-c", "import torch, transformers")).exitCode() != 0) {
                throw new InputException("torch and transformers (pip install torch transformers)", "none", python);
            }
        } catch (IOException e) {
            throw new InputException("a Python interpreter", "none", python);
        }
    }

    /** The commands, in the order of the scripts' names. */
    public List<List<String>> commands() throws IOException {
        List<List<String>> commands = new ArrayList<>();
        try (Stream<Path> files = Files.list(scripts)) {
            for (Path script : files.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .toList()) {
                commands.add(List.of(python, script.toString()));
                if (script.endsWith(COMPILED)) {
                    commands.add(List.of(python, script.toString(), "--compile"));
                }
            }
        }
        return commands;
    }

    /**
     * Runs one of the commands.
     *
     * @return the line that it prints last
     * @throws IOException if it fails, with the last line of its complaint
     */
    public static String line(List<String> command) throws IOException {
        Finished finished = run(command);
        if (finished.exitCode() != 0 || finished.lines().isEmpty()) {
            throw new IOException(String.join(" ", command) + ": " + last(finished.lines()));
        }
        return last(finished.lines());
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }

    private record Finished(int exitCode, List<String> lines) {}

    private static Finished run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = process.inputReader().lines()) {
            List<String> printed = lines.filter(line -> !line.isBlank()).toList();
            return new Finished(process.waitFor(), printed);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
