package org.flowtracer.workbench.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * Some statements, of which a few are to be repeated by name, such as
 *
 * <pre>
 * prompt     e=31;b=a-7;h=5;d=b+e;?hb\n
 * reference  h=5;b=a-7\n#a-7\n
 * </pre>
 *
 * The statements look like those of a {@link TwinChain} but mean nothing. To look up what stands behind a name is all that there is to do, many times a
 * problem: a model learns it here long before it would learn it from chains, which need it.
 */
public final class Recall implements Problem {
    /** The task's name. */
    public static final String NAME = "recall";

    private static final Pattern PROMPT =
            Pattern.compile("((?:[a-z]=(?:\\d{1,9}|[a-z][+-](?:[a-z]|\\d{1,9}));)+)\\?([a-z]+)\n");

    private final String prompt;
    private final Map<String, String> statements; // by their names, without the end mark
    private final List<String> asked;

    private Recall(String prompt, Map<String, String> statements, List<String> asked) {
        this.prompt = prompt;
        this.statements = statements;
        this.asked = asked;
    }

    /**
     * Reads a prompt.
     *
     * @throws IllegalArgumentException if it is no such problem, a name stands twice, or one is asked for that has no statement
     */
    public static Recall parse(String prompt) {
        Matcher matcher = PROMPT.matcher(prompt);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected statements and names such as 'e=31;b=a-7;?b' and a line's end, found '"
                            + Verdict.shown(prompt) + "'");
        }
        Map<String, String> statements = new LinkedHashMap<>();
        String ended = matcher.group(1);
        for (String statement : ended.substring(0, ended.length() - 1).split(";", -1)) {
            String name = statement.substring(0, 1);
            if (statements.put(name, statement) != null) {
                throw new IllegalArgumentException(
                        "expected each name once, found " + name + " a second time in '" + Verdict.shown(prompt) + "'");
            }
        }
        List<String> asked =
                matcher.group(2).chars().mapToObj(Character::toString).toList();
        for (String name : asked) {
            if (!statements.containsKey(name)) {
                throw new IllegalArgumentException(
                        "expected to be asked for " + statements.keySet() + ", found " + name);
            }
        }
        return new Recall(prompt, statements, asked);
    }

    @Override
    public String task() {
        return NAME;
    }

    /** The prompt itself: the same statements in another order, or with other names, are another problem. */
    @Override
    public String key() {
        return prompt;
    }

    @Override
    public String prompt() {
        return prompt;
    }

    private String last() {
        return asked.get(asked.size() - 1);
    }

    /** What stands behind the last name. */
    @Override
    public String answer() {
        return statements.getOrDefault(last(), "").substring(2);
    }

    @Override
    public Optional<String> reference() {
        return Optional.of(
                asked.stream().map(statements::get).collect(Collectors.joining(";")) + "\n#" + answer() + "\n");
    }

    /** The statements and then the query. */
    @Override
    public List<Statement> statements() {
        return Statement.cut(prompt, ";\n", (place, text) -> text.substring(0, 1));
    }

    /** Named after what they repeat, and the answer line. */
    @Override
    public List<Statement> steps(String response) {
        return Statement.cut(response, ";\n", (place, text) -> text.substring(0, 1));
    }

    @Override
    public AnswerPattern answerPattern() {
        return AnswerPattern.HASH;
    }

    /** 1 if the last line that starts with {@code #} holds what stands behind the last name, else 0; the repeated statements do not count. */
    @Override
    public Verdict verify(String response) {
        Optional<String> found = answerPattern().textIn(response);
        if (found.isEmpty()) {
            return Verdict.withoutAnswerLine(answer());
        }
        return found.get().equals(answer())
                ? Verdict.right(last() + " is " + answer())
                : Verdict.worthless(
                        "expected " + answer() + " for " + last() + ", found " + Verdict.shown(found.get()));
    }
}
