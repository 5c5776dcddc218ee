package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * One word problem, known wholly from its prompt, such as
 *
 * <pre>
 * prompt     Ana has 12 apples. Ben owns 7 coins. Later Ben loses 2 coins in town. Ana buys 5 more apples. Ben counts the coins. How many
 *            apples does Ana have now?\n
 * reference  Ana has 12 apples.\nAna buys 5 apples: 12 + 5 = 17.\nThe answer is \boxed{17}.
 * </pre>
 *
 * Two people with a good each and as many events; the question is about one of them. The sentence before it speaks of the other's goods and says
 * nothing: it names the other person and goods once, as the question names its own, so that the number of mentions does not tell whose sentences are
 * needed. It belongs to the query.
 *
 * <p>A statement is a sentence, named after what it says without adornments ({@code Ben loses 2 coins}); a step of a response is a line, named after the
 * statement that it begins with, {@code #} if it is the answer line, else with an empty name. Each event builds on the one before of the same person.
 * No statement is the one that the question names: {@link PlantedTruth#end} is the last event of the person asked for, and its counterpart
 * the other's last.
 */
public final class WordProblem implements Problem {
    /** The task's name. */
    public static final String NAME = "words";

    private static final String ANSWER_LINE = "The answer";

    /** No LaTeX command, and no variable. */
    private static final Pattern WORD = Pattern.compile("(?<![\\\\a-zA-Z])[a-zA-Z]{2,}");

    /**
     * One sentence about a person.
     *
     * @param clause what it says without adornments
     * @param sign 0 for what the person has at first, 1 for a gain, -1 for a loss
     */
    private record Event(String person, String clause, String good, int sign, long amount) {
        static Event of(Matcher sentence) {
            String verb = sentence.group(2);
            long amount = Long.parseLong(sentence.group(3));
            String good = sentence.group(4);
            int sign = Story.GAINS.contains(verb) ? 1 : Story.LOSSES.contains(verb) ? -1 : 0;
            String clause = sentence.group(1) + " " + verb + " " + Story.amount(amount, good);
            return new Event(sentence.group(1), clause, good, sign, amount);
        }
    }

    /** All that happens to one person. */
    private record Account(String person, String good, List<Event> events) {
        List<String> clauses() {
            return events.stream().map(Event::clause).toList();
        }

        long total() {
            return events.stream()
                    .mapToLong(event -> event.sign == 0 ? event.amount : event.sign * event.amount)
                    .sum();
        }
    }

    private final String prompt;
    private final List<Statement> statements;
    private final Account asked;
    private final Account other;
    private final PlantedTruth needed;

    private WordProblem(String prompt, List<Statement> statements, Account asked, Account other) {
        this.prompt = prompt;
        this.statements = List.copyOf(statements);
        this.asked = asked;
        this.other = other;
        this.needed = new PlantedTruth(
                asked.clauses(),
                other.clauses(),
                Stream.of(asked.clauses(), other.clauses())
                        .flatMap(clauses -> IntStream.range(1, clauses.size())
                                .mapToObj(j -> new Dependency(clauses.get(j - 1), clauses.get(j))))
                        .toList());
    }

    /**
     * Reads a prompt.
     *
     * @throws IllegalArgumentException if it is no such problem; the message names the first character that does not fit
     */
    public static WordProblem parse(String prompt) {
        List<Statement> statements = new ArrayList<>();
        Map<String, List<Event>> byPerson = new LinkedHashMap<>();
        int at = 0;
        Matcher sentence = Story.SENTENCE.matcher(prompt).useAnchoringBounds(false);
        while (sentence.region(at, prompt.length()).lookingAt()) {
            Event event = Event.of(sentence);
            List<Event> before = byPerson.computeIfAbsent(event.person, person -> new ArrayList<>());
            requireFits(event, before, at);
            before.add(event);
            statements.add(new Statement(event.clause, at, sentence.end()));
            at = sentence.end();
        }
        Matcher query = Story.QUERY.matcher(prompt).region(at, prompt.length());
        if (!query.matches()) {
            String rest = prompt.substring(at, Math.min(at + 40, prompt.length()));
            throw unexpected("a sentence such as 'Ana buys 5 apples.', or a query and a line's end", rest, at);
        }
        statements.add(new Statement(Statement.QUERY, at, prompt.length()));
        return new WordProblem(
                prompt,
                statements,
                account(query.group(4), query.group(3), byPerson, at),
                account(query.group(1), query.group(2), byPerson, at));
    }

    private static void requireFits(Event event, List<Event> before, int at) {
        if (before.isEmpty() != (event.sign == 0)) {
            throw unexpected("what " + event.person + " has at first, then events", event.clause, at);
        }
        if (before.stream().anyMatch(earlier -> !earlier.good.equals(event.good))) {
            throw unexpected("one good for " + event.person, event.clause, at);
        }
        if (before.stream().anyMatch(earlier -> earlier.clause.equals(event.clause))) {
            throw unexpected("each statement once", event.clause, at);
        }
    }

    private static Account account(String person, String good, Map<String, List<Event>> byPerson, int at) {
        List<Event> events = byPerson.getOrDefault(person, List.of());
        if (byPerson.size() != 2 || events.isEmpty() || !events.get(0).good.equals(good)) {
            throw unexpected("a query for the goods of one of two people", good + "s of " + person, at);
        }
        return new Account(person, good, events);
    }

    private static IllegalArgumentException unexpected(String expected, String found, int at) {
        return new IllegalArgumentException("expected " + expected + ", found '" + Verdict.shown(found)
                + "', at character " + at + " of the word problem");
    }

    @Override
    public String task() {
        return NAME;
    }

    /** The statements of the person asked for, {@code |}, those of the other: adornments and the order between the two make no other problem. */
    @Override
    public String key() {
        return String.join(". ", asked.clauses()) + " | " + String.join(". ", other.clauses());
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public String answer() {
        return Long.toString(asked.total());
    }

    @Override
    public Optional<String> reference() {
        StringBuilder lines = new StringBuilder();
        long total = 0;
        for (Event event : asked.events) {
            lines.append(event.clause);
            long before = total;
            total += event.sign == 0 ? event.amount : event.sign * event.amount;
            if (event.sign != 0) {
                lines.append(": ")
                        .append(before)
                        .append(event.sign > 0 ? " + " : " - ")
                        .append(event.amount);
                lines.append(" = ").append(total);
            }
            lines.append(".\n");
        }
        return Optional.of(lines + ANSWER_LINE + " is \\boxed{" + answer() + "}.");
    }

    /** The sentences, and then the query with the sentence before it. */
    @Override
    public List<Statement> statements() {
        return statements;
    }

    @Override
    public List<Statement> steps(String response) {
        List<String> names = Stream.concat(needed.needed().stream(), needed.distractors().stream())
                .toList();
        return Statement.cut(response, "\n", (place, line) -> {
            if (line.startsWith(ANSWER_LINE)) {
                return Statement.ANSWER;
            }
            return names.stream()
                    .filter(name -> line.startsWith(name + ":") || line.equals(name + "."))
                    .findFirst()
                    .orElse("");
        });
    }

    @Override
    public Optional<PlantedTruth> needed() {
        return Optional.of(needed);
    }

    @Override
    public Optional<PlantedTruth> used(String response) {
        return needed.ofResolving(steps(response).stream()
                .map(Statement::name)
                .filter(name -> !name.isEmpty() && !name.equals(Statement.ANSWER))
                .collect(Collectors.toSet()));
    }

    @Override
    public AnswerPattern answerPattern() {
        return AnswerPattern.BOXED;
    }

    /** 1 if the last {@code \boxed{}} holds the number asked for, alone or of the goods asked for, else 0; the lines before do not count. */
    @Override
    public Verdict verify(String response) {
        Optional<String> found = answerPattern().textIn(response);
        if (found.isEmpty()) {
            return Verdict.worthless("expected \\boxed{" + answer() + "}, found no \\boxed{}");
        }
        MathAnswer answer = MathAnswer.of(found.get());
        if (answer.sameAs(MathAnswer.of(answer())) && namesNothingElse(found.get())) {
            return Verdict.right(asked.person + " has " + Story.amount(asked.total(), asked.good));
        }
        boolean confused = answer.sameAs(MathAnswer.of(Long.toString(other.total())));
        return Verdict.worthless(
                "expected " + Story.amount(asked.total(), asked.good) + ", found " + Verdict.shown(found.get())
                        + (confused ? ", the number of " + other.good + "s of " + other.person : ""));
    }

    /** Whether a number stands alone or with the goods asked for, and not with the other's. */
    private boolean namesNothingElse(String written) {
        Set<String> words = WORD.matcher(written)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return words.isEmpty() || (names(words, asked) && !names(words, other));
    }

    private static boolean names(Set<String> words, Account account) {
        return words.contains(account.good) || words.contains(account.good + "s");
    }
}
