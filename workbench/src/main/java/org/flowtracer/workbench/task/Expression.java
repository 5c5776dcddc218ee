package org.flowtracer.workbench.task;

import java.io.Serial;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A written sum, worked out exactly: whole numbers, {@code + - * /} with the usual precedence, brackets and signs. As in Python, blanks, tabs and
 * form feeds between them do not count, and a number other than 0 has no leading zero. Whatever is written, the work is bounded: {@link #LENGTH_MAX} characters and {@link #DEPTH_MAX} nested brackets and signs.
 *
 * @param numbers the numbers as they are written, in order
 * @param value empty if it divides by zero
 */
record Expression(List<BigInteger> numbers, Optional<Rational> value) {
    static final int LENGTH_MAX = 500;
    static final int DEPTH_MAX = 50;

    /** A text that is no expression; the message says what was expected and what was found at which character. */
    static final class MalformedException extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /** @throws MalformedException if the text is no expression, too long or too deep */
    static Expression parse(String text) throws MalformedException {
        if (text.length() > LENGTH_MAX) {
            throw new MalformedException("expected at most " + LENGTH_MAX + " characters, found " + text.length());
        }
        Parser parser = new Parser(text);
        Optional<Rational> value = parser.sum(0);
        if (!parser.atEnd()) {
            throw parser.unexpected("an operator or the end");
        }
        return new Expression(List.copyOf(parser.numbers), value);
    }

    /** Recursive descent: a sum of products of factors. A value is empty from the first division by zero on. */
    private static final class Parser {
        final List<BigInteger> numbers = new ArrayList<>();
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Optional<Rational> sum(int depth) throws MalformedException {
            Optional<Rational> value = product(depth);
            while (peek() == '+' || peek() == '-') {
                value = apply(value, text.charAt(at++), product(depth));
            }
            return value;
        }

        private Optional<Rational> product(int depth) throws MalformedException {
            Optional<Rational> value = factor(depth);
            while (peek() == '*' || peek() == '/') {
                value = apply(value, text.charAt(at++), factor(depth));
            }
            return value;
        }

        private Optional<Rational> factor(int depth) throws MalformedException {
            if (depth > DEPTH_MAX) {
                throw new MalformedException("expected at most " + DEPTH_MAX + " nested brackets, found more");
            }
            char next = peek();
            if (next == '-' || next == '+') {
                at++;
                Optional<Rational> value = factor(depth + 1);
                return next == '-' ? value.map(Rational::negated) : value;
            }
            if (next == '(') {
                at++;
                Optional<Rational> value = sum(depth + 1);
                if (peek() != ')') {
                    throw unexpected("an operator or )");
                }
                at++;
                return value;
            }
            return Optional.of(number());
        }

        private Rational number() throws MalformedException {
            if (!isDigit(peek())) {
                throw unexpected("a number, a sign or (");
            }
            int from = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            BigInteger number = new BigInteger(text.substring(from, at));
            if (text.charAt(from) == '0' && number.signum() != 0) {
                throw new MalformedException("expected a number without a leading zero, found "
                        + Verdict.shown(text.substring(from, at)) + " at character " + from);
            }
            numbers.add(number);
            return Rational.of(number);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static Optional<Rational> apply(Optional<Rational> left, char operator, Optional<Rational> right) {
            return left.flatMap(a -> right.flatMap(b -> switch (operator) {
                case '+' -> Optional.of(a.plus(b));
                case '-' -> Optional.of(a.minus(b));
                case '*' -> Optional.of(a.times(b));
                default -> b.isZero() ? Optional.empty() : Optional.of(a.dividedBy(b));
            }));
        }

        /** Whether nothing but white space is left, which is passed over. */
        boolean atEnd() {
            while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at == text.length();
        }

        /** The next character that is no white space; NUL, which no expression holds, at the end. */
        private char peek() {
            return atEnd() ? '\0' : text.charAt(at);
        }

        private static String shown(char c) {
            return Character.isISOControl(c) ? String.format(Locale.ROOT, "U+%04X", (int) c) : "'" + c + "'";
        }

        MalformedException unexpected(String expected) {
            String found = atEnd() ? "the end" : shown(text.charAt(at));
            return new MalformedException("expected " + expected + ", found " + found + " at character " + at);
        }
    }
}
