package org.flowtracer.workbench.task;

import java.util.Map;
import java.util.OptionalInt;

/** A supply of problems, drawn from a seed or read from a file. Implementations are immutable and safe for many threads. */
public interface Task {
    /** The name on the command line and in files, such as {@code twin-chain}. */
    String name();

    /** How many problems there are; empty for a generator, which never runs out. */
    OptionalInt size();

    /** What the problems depend on beside split and seed, as JSON holds it; nothing for problems from a file. */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /**
     * The problem at {@code index}, counted from 0. It depends on nothing else: not on how many were drawn before, nor by whom.
     *
     * @throws IndexOutOfBoundsException if the index is negative, or not below {@link #size}
     */
    Problem problem(int index);
}
