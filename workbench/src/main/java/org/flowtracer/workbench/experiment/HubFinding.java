package org.flowtracer.workbench.experiment;

import java.util.Locale;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.trace.TokenClass;

/**
 * How large a part one kind of token is of a scorer's heaviest tokens. All are means over problems.
 *
 * @param layers the band that made the graph
 * @param kind the kind of token
 * @param scorer whose scores
 * @param ofAll its share of all reasoning tokens
 * @param ofTop its share of the heaviest
 * @param excess the second minus the first, problem by problem
 * @param overNull the share of the heaviest minus that of {@code throughput-null}; empty for that scorer itself
 * @param overRandom the same for {@code random}
 */
public record HubFinding(
        String layers,
        Kind kind,
        String scorer,
        Interval ofAll,
        Interval ofTop,
        Interval excess,
        Optional<Interval> overNull,
        Optional<Interval> overRandom) {
    /** Tokens by what they do: the paper's observation sets the first two against the last. */
    public enum Kind {
        /** White space, line breaks, punctuation and brackets. */
        DELIMITERS,
        /** Operators and single letters. */
        SYMBOLS,
        DIGITS,
        WORDS;

        /** The name in tables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of a class; empty for control tokens and pieces of characters. */
        static Optional<Kind> of(TokenClass token) {
            return switch (token) {
                case NEWLINE, SPACE, PUNCTUATION, BRACKET -> Optional.of(DELIMITERS);
                case OPERATOR, VARIABLE -> Optional.of(SYMBOLS);
                case NUMBER -> Optional.of(DIGITS);
                case WORD -> Optional.of(WORDS);
                case SPECIAL, OTHER -> Optional.empty();
            };
        }
    }
}
