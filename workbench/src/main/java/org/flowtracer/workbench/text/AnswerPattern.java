package org.flowtracer.workbench.text;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.files.InputException;

/**
 * How to find the answer in a response. A pattern gives a stretch of text; the answer's positions are those of every token that overlaps it. The last
 * stretch counts, since a text may correct itself.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code boxed}</td><td>what the last {@code \boxed{}} that is closed and not blank holds; without braces, as in {@code $\boxed 2$}, what
 * stands after it up to a blank, brace, {@code $} or line's end and starts with a number, a single letter or a command</td></tr>
 * <tr><td>{@code hash}</td><td>what follows the last {@code ####} on its line; if there is none, what follows {@code #} on the last line that starts
 * with it. One that nothing follows does not count</td></tr>
 * <tr><td>{@code last-line}</td><td>the last line that is not blank</td></tr>
 * <tr><td>{@code auto}</td><td>the later one of the last {@code \boxed{}} and the last {@code ####}; if there is neither, the last line that starts
 * with {@code #}; if there is none, the last line</td></tr>
 * <tr><td>{@code regex:R}</td><td>the last match of R that is not blank, or its first group where it has one</td></tr>
 * <tr><td>{@code A..B}</td><td>the tokens A, ..., B - 1 of prompt + response, whatever they say</td></tr>
 * </table>
 *
 * White space around the stretch is left out.
 *
 * @param name one of these
 */
public record AnswerPattern(String name) {
    public static final AnswerPattern AUTO = new AnswerPattern("auto");

    public static final AnswerPattern BOXED = new AnswerPattern("boxed");

    public static final AnswerPattern HASH = new AnswerPattern("hash");

    private static final String REGEX = "regex:";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\.\\.(\\d{1,6})");
    private static final Pattern FOUR_HASHES = Pattern.compile("(?md)^.*####(.*)");
    private static final Pattern HASH_LINE = Pattern.compile("(?md)^#+(.*)");
    private static final Pattern LINE = Pattern.compile("[^\n]+");

    private static final String BOX = "\\\\f?boxed(?![a-zA-Z])";

    private static final Pattern OPENED_BOX = Pattern.compile(BOX + "\\s*\\{");

    /** Group: what stands in the box, a number, a letter or a command with what follows it. */
    private static final Pattern BRACELESS_BOX = Pattern.compile(BOX
            + "[ \\t]*+(?=[+-]?(?:\\.?\\d|[a-zA-Z](?![a-zA-Z])|\\\\[a-zA-Z]))"
            + "((?:(?!" + BOX + "|\\\\[)\\]])[^\\s{}$])++)(?!\\{)");

    /** @throws InputException if the name is none of these, or its regular expression is malformed */
    public AnswerPattern {
        if (name.startsWith(REGEX)) {
            compile(name);
        } else if (!List.of("auto", "boxed", "hash", "last-line").contains(name)
                && !RANGE.matcher(name).matches()) {
            throw new InputException(
                    "auto, boxed, hash, last-line, A..B or regex:R", "'" + name + "'", "the answer pattern");
        }
    }

    /** A stretch of text, in UTF-16 units, its end exclusive. */
    private record Stretch(int from, int to) {
        static Stretch trimmed(String text, int from, int to) {
            int start = from;
            int end = to;
            while (start < end && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            return new Stretch(start, end);
        }

        boolean isEmpty() {
            return from == to;
        }
    }

    /**
     * The answer's positions in prompt + response.
     *
     * @param response what the model wrote
     * @param promptTokens how many tokens stand before it
     * @throws InputException if the answer is not found, or a range leaves the response
     */
    public Positions in(TokenText response, int promptTokens) {
        Matcher range = RANGE.matcher(name);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            int end = promptTokens + response.size();
            if (from < promptTokens || to <= from || to > end) {
                throw new InputException(
                        "an answer A..B with A < B inside the response " + promptTokens + ".." + end,
                        name,
                        "the answer pattern");
            }
            return Positions.range(from, to);
        }
        Positions tokens = find(response.text())
                .map(found -> response.tokensOf(found.from(), found.to()))
                .filter(found -> !found.isEmpty())
                .orElseThrow(
                        () -> new InputException("an answer by the pattern '" + name + "'", "none", "the response"));
        return Positions.range(promptTokens + tokens.first(), promptTokens + tokens.last() + 1);
    }

    /**
     * The answer's text in a response, if it is there.
     *
     * @throws IllegalStateException if the pattern is a range, which counts tokens
     */
    public Optional<String> textIn(String response) {
        if (RANGE.matcher(name).matches()) {
            throw new IllegalStateException("expected an answer pattern that finds text, found " + name);
        }
        return find(response).map(found -> response.substring(found.from, found.to));
    }

    /** The text that {@link #AUTO} finds in a response, unless that is only its last line. */
    public static Optional<String> statedIn(String response) {
        return stated(response).map(found -> response.substring(found.from, found.to));
    }

    private Optional<Stretch> find(String text) {
        return switch (name) {
            case "boxed" -> boxed(text);
            case "hash" -> last(FOUR_HASHES, text).or(() -> last(HASH_LINE, text));
            case "last-line" -> last(LINE, text);
            case "auto" -> stated(text).or(() -> last(LINE, text));
            default -> last(compile(name), text);
        };
    }

    private static Optional<Stretch> stated(String text) {
        return Stream.of(boxed(text), last(FOUR_HASHES, text))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Stretch::from))
                .or(() -> last(HASH_LINE, text));
    }

    private static Optional<Stretch> last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> {
                    int group = match.groupCount() > 0 && match.start(1) >= 0 ? 1 : 0;
                    return Stretch.trimmed(text, match.start(group), match.end(group));
                })
                .filter(stretch -> !stretch.isEmpty())
                .reduce((earlier, later) -> later);
    }

    private static Optional<Stretch> boxed(String text) {
        return Stream.of(inBraces(text), last(BRACELESS_BOX, text))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Stretch::from));
    }

    /** What the last box holds whose brace is closed: braces are matched in one pass, those that a backslash escapes left out. */
    private static Optional<Stretch> inBraces(String text) {
        BitSet boxes = new BitSet();
        OPENED_BOX.matcher(text).results().forEach(match -> boxes.set(match.end()));
        Deque<Integer> open = new ArrayDeque<>();
        Stretch last = new Stretch(0, 0);
        for (int j = 0; j < text.length(); j++) {
            switch (text.charAt(j)) {
                case '\\' -> j++;
                case '{' -> open.push(j + 1);
                case '}' -> {
                    int from = open.isEmpty() ? 0 : open.pop();
                    if (boxes.get(from) && from > last.from) {
                        Stretch held = Stretch.trimmed(text, from, j);
                        last = held.isEmpty() ? last : held;
                    }
                }
                default -> {}
            }
        }
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    private static Pattern compile(String name) {
        try {
            return Pattern.compile(name.substring(REGEX.length()), Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            throw new InputException(
                    "a regular expression", e.getDescription() + " at " + e.getIndex(), "the answer pattern " + name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
