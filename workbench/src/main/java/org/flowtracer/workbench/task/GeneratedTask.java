package org.flowtracer.workbench.task;

import java.util.OptionalInt;

/** A task whose problems are drawn from a seed and never run out; all that it draws follows from its name, settings, split and seed. */
public interface GeneratedTask extends Task {
    /** The only part that problems are drawn from. */
    Split split();

    /** Of all problems. */
    long seed();

    @Override
    default OptionalInt size() {
        return OptionalInt.empty();
    }
}
