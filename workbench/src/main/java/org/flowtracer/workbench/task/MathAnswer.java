package org.flowtracer.workbench.task;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A final answer as it is written in word problems and in LaTeX, freed from what does not change its meaning: dollar and per cent signs, units
 * in {@code \text}, spacing, {@code \left} and {@code \right}, the size of fractions, a leading {@code x =}, a full stop.
 *
 * <p>Two answers are the same if both are numbers of equal value (whole, decimal, with thousands separators, or fractions as {@code 1/2},
 * {@code \frac{1}{2}}, {@code \frac12} or {@code 3\frac{1}{2}}), else if their texts are equal. What this leaves apart although it is the same,
 * such as {@code (x+1)(x-1)} and {@code x^2-1}, counts as different.
 *
 * @param text what is left, without blanks
 * @param number its exact value, if it is a number
 */
record MathAnswer(String text, Optional<Rational> number) {
    /** What a pattern finds becomes the replacement. */
    private record Rewriting(Pattern pattern, String replacement) {
        static Rewriting of(String pattern, String replacement) {
            return new Rewriting(Pattern.compile(pattern), replacement);
        }
    }

    /** In this order. */
    private static final List<Rewriting> REWRITINGS = List.of(
            Rewriting.of("\\\\[,;:!> ]|~", ""), // spacing
            Rewriting.of("\\\\(?:left|right)(?![a-zA-Z])", ""),
            Rewriting.of("\\\\[dt]frac", "\\\\frac"),
            Rewriting.of("\\\\\\$|\\$|\\\\%|%|\\^\\{?\\\\circ\\}?|\\\\degree", ""),
            Rewriting.of("(?<=\\d)\\s*\\\\(?:text|mbox|mathrm)\\s*\\{[^{}]*\\}", ""), // a unit
            Rewriting.of("\\\\(?:text|mbox|mathrm|textbf)\\s*\\{([^{}]*)\\}", "$1"),
            Rewriting.of("\\{,\\}", ","),
            Rewriting.of("\\s+", ""),
            Rewriting.of("^[a-zA-Z]=", ""),
            Rewriting.of("\\.$", ""));

    private static final int DIGITS_MAX = 500;
    private static final String DECIMAL = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)";
    private static final Pattern PLAIN = Pattern.compile("(-?)(" + DECIMAL + ")");
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d*)?");
    private static final Pattern FRACTION = Pattern.compile("(-?)(\\d*)\\\\frac\\{(-?" + DECIMAL + ")\\}\\{(" + DECIMAL
            + ")\\}|(-?)()(" + DECIMAL + ")/(" + DECIMAL + ")");
    private static final Pattern SHORT_FRACTION =
            Pattern.compile("\\\\frac(?:(\\d)(\\d)|(\\d)\\{|\\{([^{}]*)\\}(\\d))");

    static MathAnswer of(String written) {
        String text = normalised(written);
        return new MathAnswer(text, text.length() > DIGITS_MAX ? Optional.empty() : number(text));
    }

    boolean sameAs(MathAnswer other) {
        boolean bothNumbers = number.isPresent() && other.number.isPresent();
        return bothNumbers ? number.equals(other.number) : text.equals(other.text);
    }

    private static String normalised(String written) {
        String text = written;
        for (Rewriting rewriting : REWRITINGS) {
            text = rewriting.pattern.matcher(text).replaceAll(rewriting.replacement);
        }
        return GROUPED.matcher(text).matches() ? text.replace(",", "") : withBraces(text);
    }

    /** {@code \frac12}, {@code \frac1{2}} and {@code \frac{1}2} with all their braces. */
    private static String withBraces(String text) {
        return SHORT_FRACTION.matcher(text).replaceAll(match -> {
            String full;
            if (match.group(1) != null) {
                full = "\\frac{" + match.group(1) + "}{" + match.group(2) + "}";
            } else if (match.group(3) != null) {
                full = "\\frac{" + match.group(3) + "}{";
            } else {
                full = "\\frac{" + match.group(4) + "}{" + match.group(5) + "}";
            }
            return Matcher.quoteReplacement(full);
        });
    }

    private static Optional<Rational> number(String text) {
        Matcher plain = PLAIN.matcher(text);
        if (plain.matches()) {
            return Optional.of(signed(plain.group(1), decimal(plain.group(2))));
        }
        Matcher fraction = FRACTION.matcher(text);
        if (!fraction.matches()) {
            return Optional.empty();
        }
        int first = fraction.group(3) != null ? 1 : 5;
        Rational numerator = decimal(fraction.group(first + 2));
        Rational denominator = decimal(fraction.group(first + 3));
        if (denominator.isZero()) {
            return Optional.empty();
        }
        String whole = fraction.group(first + 1);
        Rational before = whole.isEmpty() ? Rational.of(BigInteger.ZERO) : decimal(whole);
        return Optional.of(signed(fraction.group(first), before.plus(numerator.dividedBy(denominator))));
    }

    private static Rational decimal(String digits) {
        return Rational.of(new BigDecimal(digits));
    }

    private static Rational signed(String sign, Rational magnitude) {
        return sign.isEmpty() ? magnitude : magnitude.negated();
    }
}
