package org.flowtracer.workbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Which code runs.
 *
 * @param workbench the version of the workbench, which the build wrote into a resource
 * @param nd4j the version of ND4J, likewise
 * @param commit of the sources, which the launcher tells, with {@code -dirty} behind it where they were changed since; else {@code unknown}
 */
public record CodeVersion(String workbench, String nd4j, String commit) {
    /** That of this process. */
    public static CodeVersion current() {
        Properties written = new Properties();
        try (InputStream resource = Objects.requireNonNull(
                CodeVersion.class.getResourceAsStream("version.properties"), "version.properties")) {
            written.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = Objects.requireNonNullElse(System.getenv("FLOWTRACER_COMMIT"), "unknown");
        return new CodeVersion(filled(written, "version"), filled(written, "nd4j"), commit);
    }

    /** A property; {@code unknown} where no build has filled it in, as when classes were compiled by hand. */
    private static String filled(Properties written, String name) {
        String value = written.getProperty(name, "unknown");
        return value.startsWith("${") ? "unknown" : value;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("workbench", workbench);
        json.put("commit", commit);
        json.put("nd4j", nd4j);
        json.put("java", Runtime.version().toString());
        return json;
    }
}
