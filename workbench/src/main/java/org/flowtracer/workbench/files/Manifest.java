package org.flowtracer.workbench.files;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a folder of results holds and how it came about, so that the same can be made again: {@code manifest.json}. It has no clock in it.
 *
 * @param format what the folder is, such as {@code flowtracer-comparison}
 * @param content strings, numbers, booleans, lists and maps of them, in the order of the file
 */
public record Manifest(String format, Map<String, ?> content) {
    /** The name of the file in its folder. */
    public static final String FILE = "manifest.json";

    private static final String FORMAT = "format";
    private static final String FILES = "files";

    /** Writes the file into a folder that is complete otherwise: it lists the folder's files. */
    public void write(Path folder) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(FORMAT, format);
        json.putAll(content);
        json.put(FILES, filesOf(folder));
        AtomicFile.write(folder.resolve(FILE), JsonObject.text(json));
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws InputException if there is none of this format
     * @throws IOException if the disk refuses
     */
    public static JsonObject read(Path folder, String format) throws IOException {
        JsonObject manifest = JsonObject.read(folder.resolve(FILE));
        if (!manifest.string(FORMAT).equals(format)) {
            throw manifest.unexpected(FORMAT, "'" + format + "'");
        }
        return manifest;
    }

    /** Whether a folder holds a manifest of this format and no file that it does not list, so that the folder may be replaced. */
    public static boolean covers(Path folder, String format) {
        try {
            return read(folder, format).strings(FILES).containsAll(filesOf(folder));
        } catch (IOException | InputException e) {
            return false;
        }
    }

    /** Everything in a folder but its folders and its manifest, by path from there with slashes, in order. */
    private static List<String> filesOf(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(entry -> folder.relativize(entry).toString().replace(File.separatorChar, '/'))
                    .filter(name -> !name.equals(FILE))
                    .sorted()
                    .toList();
        }
    }

    /** The SHA-256 of a file, in hexadecimal digits. */
    public static String checksum(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(content, digest)) {
            digesting.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of texts one after the other, in UTF-8, in hexadecimal digits. */
    public static String checksum(Stream<String> texts) {
        MessageDigest digest = sha256();
        texts.forEachOrdered(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
