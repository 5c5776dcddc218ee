package org.flowtracer.workbench.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flowtracer.workbench.Bundled;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.ComputeBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowtracer doctor}: what the workbench found on this machine. */
@Command(
        name = "doctor",
        description = "Tells what computes on this machine, and what is missing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {
    private static final double GIB = 1L << 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final List<String> missing = new ArrayList<>();
    private boolean refused;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Java      " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        printBackend(out);
        out.println("CUDA      " + ComputeBackend.cuda());
        out.printf(
                Locale.ROOT,
                "Memory    %.1f GiB in all, up to %.1f of them for Java's heap; a model takes 4 bytes a parameter outside it%n",
                physicalMemory() / GIB,
                Runtime.getRuntime().maxMemory() / GIB);
        out.println("Model     " + bundled());
        missing.forEach(line -> out.println("Missing   " + line));
        if (missing.isEmpty()) {
            out.println("Missing   nothing");
        }
        return missing.isEmpty() ? 0 : refused ? Main.REFUSED : Main.FAILED;
    }

    private void printBackend(PrintWriter out) {
        try {
            ComputeBackend backend = ComputeBackend.start();
            out.println("Backend   ND4J on " + backend.backend() + ", " + backend.threads() + " threads, "
                    + backend.cores() + " cores");
            out.println("BLAS      " + backend.blas() + ", " + backend.blasThreads() + " threads");
            boolean mkl = backend.blas().equals("MKL");
            if (!mkl && System.getProperty("os.arch").equals("amd64")) {
                out.println(
                        "          MKL would be faster: start Java with -Dorg.bytedeco.openblas.load=mkl, as ./flowtracer does");
            }
        } catch (InputException e) {
            out.println("Backend   none");
            refused = true;
            missing.add(e.getMessage());
        } catch (IllegalStateException e) {
            out.println("Backend   none");
            missing.add("a backend of ND4J for this machine: " + e.getMessage());
        }
    }

    /** Of the machine, or of the container that this runs in. */
    private static long physicalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private String bundled() {
        try {
            Path model = Bundled.model();
            if (Files.isRegularFile(model.resolve("model.safetensors"))) {
                return model.toString();
            }
            missing.add("the bundled model: " + model + " holds no model.safetensors");
        } catch (IllegalArgumentException e) {
            missing.add("the bundled model: " + e.getMessage());
        }
        return "none";
    }
}
