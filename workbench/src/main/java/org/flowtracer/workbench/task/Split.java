package org.flowtracer.workbench.task;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The three parts of every task. A problem's part is decided by its canonical text alone (CRC-32 of its UTF-8 bytes, modulo 10: 0 is the test
 * part, 1 validation, the rest training), so that no problem is in two, whoever generates it.
 *
 * <p>What counts as one problem is what has one canonical text. That of a twin chain, and of a recall problem, is its prompt: the same statements in
 * another order, or with other names, are another problem, which may be in another part.
 */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    /** The part of the problem with this {@link Problem#key}. */
    public static Split of(String key) {
        long remainder = crc32(key) % 10;
        return remainder == 0 ? TEST : remainder == 1 ? VALIDATION : TRAIN;
    }

    /** The unsigned CRC-32 of the key's UTF-8 bytes. */
    public static long crc32(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** The name in files: {@code train}, {@code validation} or {@code test}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
