package org.flowtracer.workbench.task;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A final answer as it is written in word problems and in LaTeX, freed from what does not change its meaning: dollar and per cent signs, units
 * in {@code \text} with their power, spacing, {@code \left} and {@code \right}, the size of fractions, a leading {@code x =}, a full stop.
 *
 * <p>Two answers are the same if both are numbers of equal value, or neither is a number and their texts are equal. A number is whole or decimal, with
 * commas or blanks between groups of three digits or without, or a fraction or mixed number such as {@code 1/2}, {@code \frac{1}{2}},
 * {@code \frac12}, {@code 3 1/2} and {@code 3\frac{1}{2}}; it may have a sign, braces around it, and a blank and one word after it, such as
 * {@code dollars}, that does not scale it as {@code million} does. What this leaves apart although it is the same, such as {@code (x+1)(x-1)} and
 * {@code x^2-1}, counts as different.
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

    /** Words that are no unit. */
    private static final String SCALE = "(?i:dozen|hundred|thousand|million|billion|trillion|pi)\\b";

    private static final String POWER = "(?:\\^(?:\\d|\\{\\d\\}))?";

    /** In this order. */
    private static final List<Rewriting> REWRITINGS = List.of(
            Rewriting.of("\u2212", "-"), // the minus sign of Unicode
            Rewriting.of("\\\\!", ""),
            Rewriting.of("\\\\[,;:> ]|~", " "), // spacing
            Rewriting.of("\\\\(?:left|right)(?![a-zA-Z])", ""),
            Rewriting.of("\\\\[cdt]frac", "\\\\frac"),
            Rewriting.of("\\\\\\$|\\$|\\\\%|%|\\^\\{?\\\\circ\\}?|\\\\degree", ""),
            Rewriting.of( // a unit at the end or before a list's next entry
                    "(?<=\\d\\}?)\\s*\\\\(?:text|mbox|mathrm)\\s*\\{\\s*+(?!" + SCALE + ")[^{}]*\\}" + POWER
                            + "(?=\\s*(?:[.,;)\\]]|$))",
                    ""),
            Rewriting.of("\\\\(?:text|mbox|mathrm|textbf)\\s*\\{([^{}]*)\\}", "$1"),
            Rewriting.of("\\{,\\}", ","),
            Rewriting.of("\\s+", " "),
            Rewriting.of("(?<![\\d,}]) | (?![\\da-zA-Z,])", ""),
            Rewriting.of("^[a-zA-Z]=", ""),
            Rewriting.of("\\.$", ""),
            Rewriting.of("\\\\frac(\\d)", "\\\\frac{$1}"),
            Rewriting.of("(\\\\frac\\{[^{}]*\\}) ?(\\d)", "$1{$2}"));

    private static final Pattern LOOSE_BLANK = Pattern.compile("(?<!\\d) | (?!\\d)");

    private static final int DIGITS_MAX = 500;
    private static final String SIGNED =
            "([+-]?(?:[1-9]\\d{0,2}(?:(?:,\\d{3})+|(?: \\d{3})+)(?:\\.\\d*)?|\\d+(?:\\.\\d*)?|\\.\\d+))";
    private static final Pattern UNIT =
            Pattern.compile("(?<=[\\d}]) (?!" + SCALE + ")[a-zA-Z]{2,}(?:/[a-zA-Z]+)?" + POWER + "$");
    private static final Pattern FRACTION = Pattern.compile("\\\\frac\\{" + SIGNED + "\\}\\{" + SIGNED + "\\}");
    private static final Pattern BRACED = Pattern.compile("^\\{([^{}]*)\\}$");

    /** Sign, whole part of a mixed number, and numerator or number, denominator. */
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?) ?(?:(\\d+) (?=[1-9]\\d*/\\d+$))?" + SIGNED + "(?:/" + SIGNED + ")?");

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
