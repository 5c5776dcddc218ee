package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A piece of a prompt or response that says one thing, so that scores of its tokens can be contracted to one. The mark that ends a statement
 * ({@code ;} or a line's end) belongs to it.
 *
 * @param name what the statement is about: a variable, {@code #} for the answer line, {@code ?} for the query; a step that resolves a
 *     variable bears the name of the statement that defines it
 * @param from its first character
 * @param to past its last character
 */
public record Statement(String name, int from, int to) {
    /** The name of a prompt's query. */
    public static final String QUERY = "?";

    /** The name of a response's answer line. */
    public static final String ANSWER = "#";

    /** @throws IllegalArgumentException if the span is empty or starts before 0 */
    public Statement {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "expected a statement of at least one character, found " + from + ".." + to);
        }
    }

    /** The characters of this statement in the text that it is a piece of. */
    public String in(String text) {
        return text.substring(from, to);
    }

    /**
     * Cuts a text after each of the given end marks; what follows the last mark is a piece too.
     *
     * @param naming gives the name of a piece from its place (from 0) and its text without the mark
     */
    static List<Statement> cut(String text, String endMarks, BiFunction<Integer, String, String> naming) {
        List<Statement> pieces = new ArrayList<>();
        int from = 0;
        for (int j = 0; j < text.length(); j++) {
            boolean atMark = endMarks.indexOf(text.charAt(j)) >= 0;
            if (atMark || j == text.length() - 1) {
                String name = naming.apply(pieces.size(), text.substring(from, atMark ? j : j + 1));
                pieces.add(new Statement(name, from, j + 1));
                from = j + 1;
            }
        }
        return List.copyOf(pieces);
    }
}
