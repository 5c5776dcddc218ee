package org.flowtracer.workbench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, made row by row; cells are text, with nothing in them that would end one. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    MarkdownTable(String... headings) {
        columns = headings.length;
        row(headings);
        lines.add("|" + "---|".repeat(columns));
    }

    MarkdownTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("expected " + columns + " cells, found " + cells.length);
        }
        lines.add("| " + String.join(" | ", cells) + " |");
        return this;
    }

    /** The lines, ended by {@code \n}. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
