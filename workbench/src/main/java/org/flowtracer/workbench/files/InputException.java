package org.flowtracer.workbench.files;

import java.io.Serial;
import java.util.Objects;

/** Input that cannot be used: one line with what was expected, what was found instead, and in which file, tensor, key or option. */
public class InputException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    /** The line is "expected {@code expected}, found {@code found}, in {@code where}". */
    public InputException(String expected, String found, String where) {
        super("expected " + expected + ", found " + found + ", in " + where);
    }

    /** The message of an exception from further inside, with the place added that only the reader of the file knows. */
    public InputException(IllegalArgumentException cause, String where) {
        super(cause.getMessage() + ", in " + where, cause);
    }

    /** The line; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
