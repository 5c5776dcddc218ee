package org.flowtracer.workbench.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * One sum of two numbers, added column by column from the units, with carries, such as
 *
 * <pre>
 * prompt     57+68=?\n
 * reference  7+8=15;5+6+1=12\n#125\n
 * </pre>
 *
 * @param first at least 0
 * @param second at least 0
 */
public record Addition(long first, long second) implements Problem {
    /** The task's name. */
    public static final String NAME = "addition";

    /** What problems and their responses are written with. */
    static final String CHARACTERS = "\n#+0123456789;=?";

    /** The most digits of a number. */
    public static final int DIGITS_MAX = 17;

    private static final Pattern PROMPT = Pattern.compile("(\\d{1,17})\\+(\\d{1,17})=\\?\n");

    /** @throws IllegalArgumentException if a number is negative or has more than {@link #DIGITS_MAX} digits */
    public Addition {
        long end = (long) Math.pow(10, DIGITS_MAX);
        if (first < 0 || first >= end || second < 0 || second >= end) {
            throw new IllegalArgumentException(
                    "expected numbers of up to " + DIGITS_MAX + " digits, found " + first + " and " + second);
        }
    }

    /**
     * Reads a prompt.
     *
     * @throws IllegalArgumentException if it is no such sum
     */
    public static Addition parse(String prompt) {
        Matcher matcher = PROMPT.matcher(prompt);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a sum such as '57+68=?' and a line's end, found '" + Verdict.shown(prompt) + "'");
        }
        return new Addition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public String task() {
        return NAME;
    }

    /** The sum with the smaller number first, as in {@code 57+68}. */
    @Override
    public String key() {
        return Math.min(first, second) + "+" + Math.max(first, second);
    }

    @Override
    public String prompt() {
        return first + "+" + second + "=?\n";
    }

    @Override
    public String answer() {
        return Long.toString(first + second);
    }

    @Override
    public Optional<String> reference() {
        StringBuilder steps = new StringBuilder();
        int carry = 0;
        for (long a = first, b = second; a > 0 || b > 0 || steps.isEmpty(); a /= 10, b /= 10) {
            long sum = a % 10 + b % 10 + carry;
            steps.append(steps.isEmpty() ? "" : ";").append(a % 10).append('+').append(b % 10);
            steps.append(carry == 0 ? "" : "+1").append('=').append(sum);
            carry = sum >= 10 ? 1 : 0;
        }
        return Optional.of(steps + "\n#" + answer() + "\n");
    }

    /** Whether some column takes a carry from the one before. */
    public boolean carries() {
        for (long place = 10; place <= Math.max(first, second); place *= 10) {
            if (first % place + second % place >= place) {
                return true;
            }
        }
        return false;
    }

    private long withoutCarries() {
        long sum = 0;
        for (long a = first, b = second, place = 1; a > 0 || b > 0; a /= 10, b /= 10, place *= 10) {
            sum += (a % 10 + b % 10) % 10 * place;
        }
        return sum;
    }

    /** The two numbers, each named after itself. */
    @Override
    public List<Statement> statements() {
        return Statement.cut(prompt(), "+\n", (place, number) -> number.replace("=?", ""));
    }

    /** One for each column, named after its place from the units (0), and the answer line. */
    @Override
    public List<Statement> steps(String response) {
        return Statement.cut(
                response,
                ";\n",
                (place, text) -> text.startsWith(Statement.ANSWER) ? Statement.ANSWER : Integer.toString(place));
    }

    @Override
    public AnswerPattern answerPattern() {
        return AnswerPattern.HASH;
    }

    /** 1 if the last line that starts with {@code #} holds the sum, else 0; the steps do not count. */
    @Override
    public Verdict verify(String response) {
        Optional<String> found = answerPattern().textIn(response);
        if (found.isEmpty()) {
            return Verdict.withoutAnswerLine(answer());
        }
        if (found.get().equals(answer())) {
            return Verdict.right(first + "+" + second + "=" + answer());
        }
        String mistake = found.get().equals(Long.toString(withoutCarries())) ? ", the sum without its carries" : "";
        return Verdict.worthless("expected " + answer() + ", found " + Verdict.shown(found.get()) + mistake);
    }
}
