package org.flowtracer.workbench.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowtracer.workbench.files.InputException;

/**
 * Whether a build for graphics cards ({@code -Pcuda}) can compute on this machine, found out before any of its code runs: ND4J itself would fail
 * in the middle of the first operation, without a word on the reason.
 *
 * <p>ND4J 1.0.0-M2.1 for CUDA 11.6 holds machine code for the compute capabilities 3.7, 5.x, 6.x, 7.x, 8.0 and 8.6, which 8.9 runs too, and none
 * that a newer card could translate: it never runs on 9.0 (Hopper) or later. It computes on CUDA's device 0, which is taken to be the first card of
 * the driver's list; {@code CUDA_DEVICE_ORDER} and {@code CUDA_VISIBLE_DEVICES} are not looked at.
 *
 * @param backend whether ND4J's CUDA backend is on the class path
 * @param libraries whether CUDA's own libraries are on the class path
 * @param driver whether the machine has NVIDIA's driver
 * @param cards what the driver tells of the cards, in its order; the first is the one that counts
 */
record CudaBuild(boolean backend, boolean libraries, boolean driver, List<Card> cards) {
    private static final String BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final String LIBRARIES = "org/bytedeco/cuda/linux-x86_64/libcublas.so.11";
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
    private static final String[] ASK = {"nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader"};
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern LINE = Pattern.compile("(.+), *(\\d+)\\.(\\d+)");

    /** A card and its compute capability, such as 8.6. */
    record Card(String name, int major, int minor) {
        /** Whether this build holds code that it runs. */
        boolean runs() {
            return (major >= 5 && major <= 8) || (major == 3 && minor >= 7);
        }

        @Override
        public String toString() {
            return name + " (compute capability " + major + "." + minor + ")";
        }
    }

    CudaBuild {
        cards = List.copyOf(cards);
    }

    /** What there is on this machine. */
    static CudaBuild found() {
        boolean driver = Files.exists(DRIVER);
        boolean backend = isOnClassPath(BACKEND);
        return new CudaBuild(
                backend, isOnClassPath(LIBRARIES), driver, driver ? cards(printed(PATIENCE, ASK)) : List.of());
    }

    private static boolean isOnClassPath(String resource) {
        return CudaBuild.class.getClassLoader().getResource(resource) != null;
    }

    /**
     * What a command prints, such as nvidia-smi, which comes with the driver and hangs with it; nothing where it does not run, or not end in time.
     * What it prints must fit into a pipe, 64 KiB on Linux.
     */
    static String printed(Duration limit, String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "";
        }
        try (InputStream output = process.getInputStream()) {
            // Read only after the end: a read has no time limit.
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly();
        }
    }

    /** The cards of nvidia-smi's lines {@code NAME, 8.6}; other lines are passed over. */
    static List<Card> cards(String printed) {
        return printed.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Card(line.group(1), Integer.parseInt(line.group(2)), Integer.parseInt(line.group(3))))
                .toList();
    }

    /** Why this build cannot compute here, as what was expected, found and where; empty where it can, or is none for graphics cards. */
    Optional<InputException> problem() {
        String where = "a build for graphics cards; without -Pcuda it computes on the processor";
        if (!backend) {
            return Optional.empty();
        }
        if (!driver) {
            return Optional.of(new InputException("an NVIDIA graphics card with its driver", "no driver", where));
        }
        if (!libraries) {
            return Optional.of(new InputException("the libraries of CUDA 11.6", "none on the class path", where));
        }
        if (cards.isEmpty()) {
            return Optional.of(
                    new InputException("a graphics card that nvidia-smi tells of", "a driver, but no card", where));
        }
        if (!cards.get(0).runs()) {
            return Optional.of(new InputException(
                    "a first card of compute capability 3.7 to 8.9, for which this build holds code",
                    cards.get(0).toString(),
                    where));
        }
        return Optional.empty();
    }

    /** In plain words what there is. */
    String describe() {
        if (problem().isPresent()) {
            return problem().get().getMessage();
        }
        if (backend) {
            return "computes on " + cards.get(0);
        }
        return (driver
                        ? "a driver is there, but this build is for processors (-Pcuda makes one for graphics cards)"
                        : "no NVIDIA driver, and a build for processors")
                + ": models run on the processor";
    }
}
