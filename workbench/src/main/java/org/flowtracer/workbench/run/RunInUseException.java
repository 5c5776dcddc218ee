package org.flowtracer.workbench.run;

import java.io.Serial;
import org.flowtracer.workbench.files.InputException;

/** Somebody works on a run already. */
public final class RunInUseException extends InputException {
    @Serial
    private static final long serialVersionUID = 1;

    RunInUseException(String where) {
        super("a run that nobody works on", "one that is running", where);
    }
}
