package org.flowtracer.trace;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What kind of token a text is, by its characters alone. The paper's observation (section 3) sets structural delimiters and symbolic anchors
 * against content.
 */
public enum TokenClass {
    /** At least one line break, and nothing but white space or punctuation beside it. */
    NEWLINE(Role.STRUCTURAL),
    /** White space without a line break. */
    SPACE(Role.STRUCTURAL),
    /** Sentence punctuation and quotes. */
    PUNCTUATION(Role.STRUCTURAL),
    /** Brackets of any kind. */
    BRACKET(Role.STRUCTURAL),
    /** Arithmetic, comparison and other mathematical signs. */
    OPERATOR(Role.SYMBOLIC),
    /** A single letter, as a variable is named. */
    VARIABLE(Role.SYMBOLIC),
    /** Digits, with signs or separators inside. */
    NUMBER(Role.CONTENT),
    /** Anything with letters that is none of the others. */
    WORD(Role.CONTENT),
    /** A control token of the vocabulary such as {@code <|im_end|>} or {@code <eos>}. */
    SPECIAL(Role.OTHER),
    /** What is left, such as pieces of characters. */
    OTHER(Role.OTHER);

    /** What a class does in a text. */
    public enum Role {
        STRUCTURAL,
        SYMBOLIC,
        CONTENT,
        OTHER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern IS_SPECIAL =
            Pattern.compile("<\\|.*\\|>|</?(s|[a-zA-Z_]{2,})>|\\[[A-Z]{2,}]", Pattern.DOTALL);
    private static final Pattern HAS_LETTER = Pattern.compile(".*\\p{L}.*", Pattern.DOTALL);
    private static final Pattern IS_NUMBER = Pattern.compile("[-+]?\\p{Nd}[\\p{Nd}.,]*");
    private static final Pattern IS_BRACKET = Pattern.compile("[\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}]+");
    private static final Pattern HAS_OPERATOR =
            Pattern.compile("[^\\p{L}\\p{N}]*[\\p{Sm}*/^%\\-−×÷\\\\$#&@_][^\\p{L}\\p{N}]*");
    private static final Pattern IS_PUNCTUATION = Pattern.compile("[\\p{P}\\p{Sk}]+");

    private final Role role;

    TokenClass(Role role) {
        this.role = role;
    }

    /** Whether it structures, symbolises or carries content. */
    public Role role() {
        return role;
    }

    /** The class of a token's {@linkplain ReadableTokens#of readable} text. A letter alone is a word in {@code "a"} with a space before it. */
    public static TokenClass of(String text) {
        String bare = text.strip();
        if (text.isBlank()) {
            return text.isEmpty() ? OTHER : text.indexOf('\n') >= 0 ? NEWLINE : SPACE;
        }
        if (IS_SPECIAL.matcher(bare).matches()) {
            return SPECIAL;
        }
        if (HAS_LETTER.matcher(bare).matches()) {
            return bare.codePointCount(0, bare.length()) == 1 && bare.length() == text.length() ? VARIABLE : WORD;
        }
        if (IS_NUMBER.matcher(bare).matches()) {
            return NUMBER;
        }
        if (text.indexOf('\n') >= 0) {
            return NEWLINE;
        }
        if (IS_BRACKET.matcher(bare).matches()) {
            return BRACKET;
        }
        if (HAS_OPERATOR.matcher(bare).matches()) {
            return OPERATOR;
        }
        return IS_PUNCTUATION.matcher(bare).matches() ? PUNCTUATION : OTHER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
