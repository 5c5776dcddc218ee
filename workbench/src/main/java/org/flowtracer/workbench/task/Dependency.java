package org.flowtracer.workbench.task;

/**
 * One true edge: what {@code to} says is worked out from what {@code from} says.
 *
 * @param from name of the {@link Statement} that is used
 * @param to name of the statement that uses it
 */
public record Dependency(String from, String to) {}
