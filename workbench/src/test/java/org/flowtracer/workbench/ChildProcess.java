package org.flowtracer.workbench;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs in a process of their own, with this one's classes, arithmetic and environment. */
public final class ChildProcess {
    private static final String BLAS = "org.bytedeco.openblas.load";

    private ChildProcess() {}

    /** Starts a program; what it prints, on either stream, is its input stream's. */
    public static Process start(Class<?> program, String... arguments) throws IOException {
        return start("", program, arguments);
    }

    /** As {@link #start(Class, String...)}, with {@code before} before the class path. */
    public static Process start(String before, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", before + classPath()));
        if (System.getProperty(BLAS) != null) {
            command.add("-D" + BLAS + "=" + System.getProperty(BLAS));
        }
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }
}
