package org.flowtracer.workbench.task;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * One Countdown problem: combine all the numbers, each exactly once, by {@code + - * /} to reach a target, such as
 *
 * <pre>
 * prompt     N 3 7 25 T 46\n
 * reference  25-7=18,18*3=54 no\n3*7=21,21+25=46 ok\n#3*7+25\n
 * </pre>
 *
 * @param numbers two or more, each positive
 * @param target positive
 * @param reference a response that reaches the target, if one is known
 * @param wellFormedReward what an expression earns that is wrong, from 0 to below 1
 */
public record Countdown(List<Integer> numbers, int target, Optional<String> reference, double wellFormedReward)
        implements Problem {
    /** The task's name. */
    public static final String NAME = "countdown";

    /** What problems and their responses are written with. */
    static final String CHARACTERS = "\n #()*+,-/0123456789=NTkno";

    /** What an expression earns that is wrong, as in TinyZero. */
    public static final double WELL_FORMED_REWARD = 0.1;

    private static final Pattern PROMPT = Pattern.compile("N((?: [1-9]\\d{0,8}){2,}) T ([1-9]\\d{0,8})\n");

    /** @throws IllegalArgumentException if there are fewer than two numbers, or one is not positive */
    public Countdown {
        numbers = List.copyOf(numbers);
        if (numbers.size() < 2 || target < 1 || numbers.stream().anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException(
                    "expected two or more positive numbers and a positive target, found " + numbers + " and " + target);
        }
    }

    /**
     * Reads a prompt.
     *
     * @throws IllegalArgumentException if it is no Countdown prompt
     */
    public static Countdown parse(String prompt) {
        Matcher matcher = PROMPT.matcher(prompt);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected a Countdown prompt such as 'N 3 7 25 T 46' and a line's end, found '"
                            + Verdict.shown(prompt) + "'");
        }
        List<Integer> numbers = Arrays.stream(matcher.group(1).strip().split(" "))
                .map(Integer::valueOf)
                .toList();
        return of(numbers, Integer.parseInt(matcher.group(2)));
    }

    /** A problem without a reference. */
    static Countdown of(List<Integer> numbers, int target) {
        return new Countdown(numbers, target, Optional.empty(), WELL_FORMED_REWARD);
    }

    /** This problem with a response that solves it. */
    public Countdown withReference(String response) {
        return new Countdown(numbers, target, Optional.of(response), wellFormedReward);
    }

    /** This problem with another reward of an expression that is wrong. */
    Countdown withWellFormedReward(double reward) {
        return new Countdown(numbers, target, reference, reward);
    }

    @Override
    public String task() {
        return NAME;
    }

    /** The numbers in ascending order and the target, as in {@code [3, 7, 25] 46}: the order of the numbers makes no other problem. */
    @Override
    public String key() {
        return numbers.stream().sorted().toList() + " " + target;
    }

    @Override
    public String prompt() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" ", "N ", " T " + target + "\n"));
    }

    @Override
    public String answer() {
        return Integer.toString(target);
    }

    /** The words of the prompt, each named after itself. */
    @Override
    public List<Statement> statements() {
        return Statement.cut(prompt(), " \n", (place, word) -> word);
    }

    /** One for each operation, named after its place from 1, and the answer line. */
    @Override
    public List<Statement> steps(String response) {
        return Statement.cut(
                response,
                ",\n",
                (place, text) -> text.startsWith(Statement.ANSWER) ? Statement.ANSWER : Integer.toString(place + 1));
    }

    @Override
    public AnswerPattern answerPattern() {
        return AnswerPattern.HASH;
    }

    /**
     * After TinyZero: 1 for an expression that uses each number exactly once and is the target, {@link #wellFormedReward} for any other
     * expression, 0 for none. An expression is read as Python reads it: signs, blanks and tabs wherever they may stand, no leading zero.
     *
     * <p>Where this departs from TinyZero:
     *
     * <ul>
     *   <li>the expression follows the last {@code ####} on its line, or if there is none the {@code #} of the last line that starts with it
     *       ({@link AnswerPattern#HASH}); {@code <answer>} tags are not read;
     *   <li>what is no expression earns 0; between its tags TinyZero gives 0.1 to any text;
     *   <li>values are exact, not within 1e-5 of the target;
     *   <li>{@code **}, {@code //} and decimal points are refused, and so is what is longer or deeper than {@link Expression} works out.
     * </ul>
     */
    @Override
    public Verdict verify(String response) {
        Optional<String> found = answerPattern().textIn(response);
        if (found.isEmpty()) {
            return Verdict.worthless("expected a line of # and an expression, found nothing after #### or a line's #");
        }
        String written = Verdict.shown(found.get());
        try {
            return verify(Expression.parse(found.get()), written);
        } catch (Expression.MalformedException e) {
            return Verdict.worthless("not an expression: " + written + ": " + e.getMessage());
        }
    }

    private Verdict verify(Expression expression, String written) {
        List<BigInteger> used = expression.numbers().stream().sorted().toList();
        List<BigInteger> given =
                numbers.stream().sorted().map(BigInteger::valueOf).toList();
        if (!used.equals(given)) {
            return wellFormed("expected each of " + given + " once, found " + Verdict.shown(used.toString()));
        }
        if (expression.value().isEmpty()) {
            return wellFormed("expected " + target + ", found a division by zero in " + written);
        }
        Rational value = expression.value().get();
        if (!value.equals(Rational.of(BigInteger.valueOf(target)))) {
            return wellFormed("expected " + target + ", found " + written + " = " + value);
        }
        return Verdict.right(written + " = " + target);
    }

    private Verdict wellFormed(String reason) {
        return new Verdict(wellFormedReward, reason);
    }
}
