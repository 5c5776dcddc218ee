package org.flowtracer.workbench.task;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where a response or a written solution states its answer. The last such place counts, since a text may correct itself. */
final class FinalAnswer {
    private static final Pattern HASH_LINE = Pattern.compile("(?md)^#+([^\n]*)$");
    private static final Pattern FOUR_HASHES = Pattern.compile("####([^\n]*)");
    private static final Pattern BOXED = Pattern.compile("\\\\f?boxed\\s*\\{");

    private FinalAnswer() {}

    /** What follows the last {@code \boxed} up to its closing brace; else the last {@code ####}; else the last {@code #} at a line's start. */
    static Optional<String> in(String text) {
        return boxed(text).or(() -> last(FOUR_HASHES, text)).or(() -> afterHash(text));
    }

    /** What follows the {@code #} that starts the last such line, without outer blanks. */
    static Optional<String> afterHash(String text) {
        return last(HASH_LINE, text);
    }

    private static Optional<String> last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .reduce((earlier, later) -> later)
                .map(match -> match.group(1).strip());
    }

    private static Optional<String> boxed(String text) {
        return BOXED.matcher(text)
                .results()
                .map(MatchResult::end)
                .flatMap(from -> untilClosingBrace(text, from).stream())
                .reduce((earlier, later) -> later);
    }

    private static Optional<String> untilClosingBrace(String text, int from) {
        int open = 1;
        for (int j = from; j < text.length(); j++) {
            char c = text.charAt(j);
            if (c == '\\') {
                j++;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && --open == 0) {
                return Optional.of(text.substring(from, j).strip());
            }
        }
        return Optional.empty();
    }
}
