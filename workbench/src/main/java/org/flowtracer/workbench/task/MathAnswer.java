package org.flowtracer.workbench.task;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A final answer as it is written in word problems and in LaTeX, freed from what does not change its meaning: dollar, per cent and degree signs,
 * units in {@code \text} with their power, spacing, {@code \left} and {@code \right}, the size of fractions, a leading {@code x =}, a full stop,
 * Markdown's emphasis around the whole.
 *
 * <p>Two answers are the same if both are numbers of equal value, or neither is a number and their texts are equal. A number is whole or decimal, with
 * commas or blanks between groups of three digits or without, or a fraction or mixed number such as {@code 1/2}, {@code \frac{1}{2}},
 * {@code \frac12}, {@code 3 1/2} and {@code 3\frac{1}{2}}; it may have one sign, braces around it, and a blank and words after it, such as
 * {@code dollars}, of which the first does not make another value of it as {@code millions}, {@code thirds}, {@code squared} and {@code pm} do;
 * quarters, pairs and times count as things. What this leaves apart although it is the same, such as {@code (x+1)(x-1)} and {@code x^2-1}, or
 * {@code 5 million} and {@code 5000000}, counts as different.
 *
 * @param text what is left, with blanks only between digits
 * @param number its exact value, if it is a number
 */
record MathAnswer(String text, Optional<Rational> number) {
    /** What a pattern finds becomes the replacement. */
    private record Rewriting(Pattern pattern, String replacement) {
        static Rewriting of(String pattern, String replacement) {
            return new Rewriting(Pattern.compile(pattern), replacement);
        }
    }

    private static final String POWER_OF_TEN = "hundred|thousand|lakh|crore|million|billion|trillion";

    private static final String DENOMINATOR =
            "third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|[a-z]+teen|[a-z]+tie|" + POWER_OF_TEN + ")th";

    /** Words that are no unit: they make another value of the number before them, or none. */
    private static final String NO_UNIT = "(?i:(?:dozen|" + POWER_OF_TEN + "|" + DENOMINATOR
            + ")s?|[mbt]n|half|halves|squared|cubed|factorial|pi|[ap]\\.?\\s?m|not?|nor|and|or|to|plus|minus|over|mod)\\b";

    private static final String TEXT = "\\\\(?:text(?:rm|it|normal)?|mbox|mathrm)\\s*";

    private static final String POWER = "(?:\\^(?:\\d|\\{\\d\\}))?";

    /** In this order. */
    private static final List<Rewriting> REWRITINGS = List.of(
            Rewriting.of("\\h", " "), // thin and no-break spaces too
            Rewriting.of(
                    "^\\s*+(?:\\*{2,3}|__)|(?:\\*{2,3}|__)(?=\\.?\\s*+$)", ""), // either end alone, as of **#### 18**
            Rewriting.of("^\\s*+([*_])([^*_]+)\\1(?=\\.?\\s*+$)", "$2"),
            Rewriting.of("\u2212", "-"), // the minus sign of Unicode
            Rewriting.of("\\\\!", ""),
            Rewriting.of("\\\\[,;:> ]|\\\\q?quad(?![a-zA-Z])|~", " "), // spacing
            Rewriting.of("\\\\(?:left|right)(?![a-zA-Z])", ""),
            Rewriting.of("\\\\[cdt]frac", "\\\\frac"),
            Rewriting.of("\\\\\\$|\\$|\\\\%|%|\\^\\{?\\\\circ\\}?|\\\\degree|\u00b0", ""),
            Rewriting.of( // a unit at the end or before a list's next entry
                    "(?<=\\d\\}?)\\s*" + TEXT + "\\{\\s*+(?!" + NO_UNIT + ")[^{}]*\\}" + POWER
                            + "(?=\\s*(?:[.,;)\\]]|$))",
                    ""),
            Rewriting.of("(?:" + TEXT + "|\\\\textbf\\s*)\\{([^{}]*)\\}", "$1"),
            Rewriting.of("\\{,\\}", ","),
            Rewriting.of("\\s+", " "),
            Rewriting.of("(?i)(?<=\\d) ?a\\.? ?m\\.?$", " am"),
            Rewriting.of("(?i)(?<=\\d) ?p\\.? ?m\\.?$", " pm"),
            Rewriting.of("(?<![\\d,}a-zA-Z]) | (?![\\da-zA-Z,])|(?<=[a-zA-Z]) (?![a-zA-Z])", ""),
            Rewriting.of("^[a-zA-Z]=", ""),
            Rewriting.of("\\.$", ""),
            Rewriting.of("\\\\frac(\\d)", "\\\\frac{$1}"),
            Rewriting.of("(\\\\frac\\{[^{}]*\\}) ?(\\d)", "$1{$2}"));

    private static final Pattern LOOSE_BLANK = Pattern.compile("(?<!\\d) | (?!\\d)");

    private static final int DIGITS_MAX = 500;
    private static final String SIGNED =
            "([+-]?(?:[1-9]\\d{0,2}(?:(?:,\\d{3})+|(?: \\d{3})+)(?:\\.\\d*)?|\\d+(?:\\.\\d*)?|\\.\\d+))";
    private static final Pattern UNIT =
            Pattern.compile("(?<=[\\d}]) (?!" + NO_UNIT + ")[a-zA-Z]{2,}(?: [a-zA-Z]+)*(?:/[a-zA-Z]+)?" + POWER + "$");
    private static final Pattern FRACTION = Pattern.compile("\\\\frac\\{" + SIGNED + "\\}\\{" + SIGNED + "\\}");
    private static final Pattern BRACED = Pattern.compile("^\\{([^{}]*)\\}$");

    /** Sign, whole part of a mixed number, and numerator or number, denominator. A second sign stands only in a fraction after the first. */
    private static final Pattern NUMBER =
            Pattern.compile("(?![+-]{2})([+-]?) ?(?:(\\d+) (?=[1-9]\\d*/\\d+$))?" + SIGNED + "(?:/" + SIGNED + ")?");

    static MathAnswer of(String written) {
        String spaced = written;
        for (Rewriting rewriting : REWRITINGS) {
            spaced = rewriting.pattern.matcher(spaced).replaceAll(rewriting.replacement);
        }
        String text = LOOSE_BLANK.matcher(spaced).replaceAll("");
        return new MathAnswer(text, spaced.length() > DIGITS_MAX ? Optional.empty() : number(spaced));
    }

    boolean sameAs(MathAnswer other) {
        boolean numeric = number.isPresent() || other.number.isPresent();
        return numeric ? number.equals(other.number) : text.equals(other.text);
    }

    private static Optional<Rational> number(String spaced) {
        String bare = UNIT.matcher(spaced).replaceFirst("");
        String slashed = FRACTION.matcher(bare)
                .replaceAll(fraction -> " " + digits(fraction.group(1)) + "/" + digits(fraction.group(2)) + " ");
        Matcher matcher =
                NUMBER.matcher(BRACED.matcher(slashed).replaceFirst("$1").strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String whole = matcher.group(2);
        String below = matcher.group(4);
        Rational denominator = below == null ? Rational.of(BigInteger.ONE) : decimal(below);
        if (denominator.isZero()) {
            return Optional.empty();
        }
        Rational part = decimal(matcher.group(3)).dividedBy(denominator);
        Rational value = whole == null ? part : part.plus(decimal(whole));
        return Optional.of(matcher.group(1).equals("-") ? value.negated() : value);
    }

    private static Rational decimal(String written) {
        return Rational.of(new BigDecimal(digits(written)));
    }

    private static String digits(String written) {
        return written.replaceAll("[ ,]", "");
    }
}
