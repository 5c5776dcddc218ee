package org.flowtracer.workbench.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flowtracer.workbench.text.AnswerPattern;
import org.jspecify.annotations.Nullable;

/**
 * One twin-chain problem, known wholly from its prompt, such as
 *
 * <pre>
 * prompt     b=7;d=3;a=b+5;f=d+9;h=f-2;c=a-4;?c\n
 * walk back  c=a-4;a=b+5;b=7;a=7+5=12;c=12-4=8\n#8\n
 * or steps   b=7;a=7+5=12;c=12-4=8\n#8\n
 * </pre>
 *
 * Two chains without a common variable, here b, a, c and d, f, h; the query asks for the end of one, which is the needed chain. A statement or step
 * is named after the variable that it defines. A statement that a response repeats, such as {@code c=a-4}, resolves nothing and is no step: its name
 * is empty, as is that of any other piece of a response without a variable's value, so that what a response used and the true edges between its steps
 * are read from its steps alone, whichever {@link Style} it is written in.
 */
public final class TwinChain implements Problem {
    /** The task's name. */
    public static final String NAME = "twin-chain";

    /** What problems of up to eight variables a chain and their responses are written with. */
    static final String CHARACTERS = "\n#+-0123456789;=?abcdefghijklmnop";

    private static final Pattern DEFINITION =
            Pattern.compile("([a-z])=(?:(\\d{1,9})|([a-z])([+-])(?:([a-z])|(\\d{1,9})));");
    private static final Pattern QUERY = Pattern.compile("\\?([a-z])\n");
    private static final Pattern STEP = Pattern.compile("([a-z])=[^a-z]*");

    /** How the reference is written; every response is read alike. */
    public enum Style {
        /** The needed statements in prompt order. The first is the chain's root, which a reader must find before writing anything. */
        STEPS,

        /**
         * From the query back to the root, then forth. To resolve a variable: repeat its statement, unless that is a constant and so its step; resolve
         * each variable in it, from left to right, that has no step yet; then write the variable's own step. Every piece follows from those before
         * by looking up one statement.
         */
        WALK_BACK;

        /** What the bundled model was trained on. */
        public static final Style DEFAULT = WALK_BACK;
    }

    /**
     * What the prompt says of one variable.
     *
     * @param definition its statement, without the end mark
     * @param inputs the variables that it is worked out from
     * @param step how the reference resolves it
     */
    private record Variable(String name, String definition, long value, List<String> inputs, String step) {}

    private final String prompt;
    private final List<Statement> statements;
    private final List<Variable> variables;
    private final PlantedTruth needed;
    private final Style style;

    private TwinChain(
            String prompt, List<Statement> statements, List<Variable> variables, PlantedTruth needed, Style style) {
        this.prompt = prompt;
        this.statements = List.copyOf(statements);
        this.variables = variables;
        this.needed = needed;
        this.style = style;
    }

    /**
     * Reads a prompt; the reference is written in the default style.
     *
     * @throws IllegalArgumentException if it is not a twin chain; the message names the first character that does not fit
     */
    public static TwinChain parse(String prompt) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        List<Statement> statements = new ArrayList<>();
        int at = 0;
        Matcher definition = DEFINITION.matcher(prompt);
        while (definition.region(at, prompt.length()).lookingAt()) {
            String name = definition.group(1);
            if (variables.put(name, variable(definition, variables)) != null) {
                throw unexpected("each variable defined once", name + " a second time", at);
            }
            statements.add(new Statement(name, at, definition.end()));
            at = definition.end();
        }
        Matcher query = QUERY.matcher(prompt).region(at, prompt.length());
        if (!query.matches()) {
            String rest = prompt.substring(at, Math.min(at + 20, prompt.length()));
            throw unexpected(
                    "a definition such as a=b+5; or a query such as ?a and a line's end", "'" + rest + "'", at);
        }
        if (!variables.containsKey(query.group(1))) {
            throw unexpected("a query for a defined variable", query.group(1), at);
        }
        statements.add(new Statement(Statement.QUERY, at, prompt.length()));
        List<Variable> inOrder = List.copyOf(variables.values());
        return new TwinChain(prompt, statements, inOrder, needed(inOrder, query.group(1)), Style.DEFAULT);
    }

    /** This problem with its reference written in another style. */
    public TwinChain withStyle(Style other) {
        return new TwinChain(prompt, statements, variables, needed, other);
    }

    private static Variable variable(Matcher definition, Map<String, Variable> earlier) {
        String name = definition.group(1);
        String statement = definition.group().replace(";", "");
        @Nullable String constant = definition.group(2);
        if (constant != null) {
            return new Variable(name, statement, Long.parseLong(constant), List.of(), statement);
        }
        Variable left = earlier(definition, 3, earlier);
        boolean twoVariables = definition.group(5) != null;
        List<String> inputs = new ArrayList<>(List.of(left.name));
        long operand;
        if (twoVariables) {
            Variable right = earlier(definition, 5, earlier);
            inputs.add(right.name);
            operand = right.value;
        } else {
            operand = Long.parseLong(definition.group(6));
        }
        String operator = definition.group(4);
        long value = operator.equals("+") ? left.value + operand : left.value - operand;
        return new Variable(name, statement, value, inputs, name + "=" + left.value + operator + operand + "=" + value);
    }

    private static Variable earlier(Matcher definition, int group, Map<String, Variable> earlier) {
        @Nullable Variable variable = earlier.get(definition.group(group));
        if (variable == null) {
            throw unexpected("a variable defined earlier", definition.group(group), definition.start(group));
        }
        return variable;
    }

    /** Walks back from the query; every input stands before the variable that uses it. */
    private static PlantedTruth needed(List<Variable> variables, String asked) {
        Set<String> reached = new HashSet<>(Set.of(asked));
        List<Dependency> dependencies = new ArrayList<>();
        for (int j = variables.size() - 1; j >= 0; j--) {
            Variable variable = variables.get(j);
            if (reached.contains(variable.name)) {
                reached.addAll(variable.inputs);
            }
        }
        for (Variable variable : variables) {
            variable.inputs.stream()
                    .distinct()
                    .forEach(input -> dependencies.add(new Dependency(input, variable.name)));
        }
        Map<Boolean, List<String>> isNeeded =
                variables.stream().map(Variable::name).collect(Collectors.partitioningBy(reached::contains));
        return new PlantedTruth(
                isNeeded.getOrDefault(true, List.of()), isNeeded.getOrDefault(false, List.of()), dependencies);
    }

    private static IllegalArgumentException unexpected(String expected, String found, int at) {
        return new IllegalArgumentException("expected " + expected + ", found " + found.strip() + ", at character " + at
                + " of the twin-chain prompt");
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

    @Override
    public String answer() {
        return Long.toString(variable(needed.end()).value);
    }

    @Override
    public Optional<String> reference() {
        String steps = switch (style) {
            case STEPS ->
                variables.stream()
                        .filter(variable -> needed.needed().contains(variable.name))
                        .map(Variable::step)
                        .collect(Collectors.joining(";"));
            case WALK_BACK -> String.join(";", walk(needed.end(), new HashSet<>()));
        };
        return Optional.of(steps + "\n#" + answer() + "\n");
    }

    /** The repeated statements and steps that resolve a variable; it and all that they resolve is added to {@code resolved}. */
    private List<String> walk(String name, Set<String> resolved) {
        List<String> pieces = new ArrayList<>();
        Variable variable = variable(name);
        if (!variable.inputs.isEmpty()) {
            pieces.add(variable.definition);
        }
        for (String input : variable.inputs) {
            if (!resolved.contains(input)) {
                pieces.addAll(walk(input, resolved));
            }
        }
        pieces.add(variable.step);
        resolved.add(name);
        return pieces;
    }

    /** The variables' definitions and then the query. */
    @Override
    public List<Statement> statements() {
        return statements;
    }

    @Override
    public List<Statement> steps(String response) {
        return Statement.cut(response, ";\n", (place, text) -> {
            Matcher step = STEP.matcher(text);
            return text.startsWith(Statement.ANSWER) ? Statement.ANSWER : step.matches() ? step.group(1) : "";
        });
    }

    @Override
    public Optional<PlantedTruth> needed() {
        return Optional.of(needed);
    }

    /**
     * The variables that the response resolves, one of each pair; empty if it resolves none or both of some pair, or another variable. The bundled
     * model, when it is wrong, mostly starts from the root of the other chain and goes on with the needed variables.
     */
    @Override
    public Optional<PlantedTruth> used(String response) {
        return needed.ofResolving(steps(response).stream()
                .map(Statement::name)
                .filter(name -> !name.isEmpty() && !name.equals(Statement.ANSWER))
                .collect(Collectors.toSet()));
    }

    @Override
    public AnswerPattern answerPattern() {
        return AnswerPattern.HASH;
    }

    /** 1 if the last line that starts with {@code #} holds the value of the queried variable, else 0; the steps do not count. */
    @Override
    public Verdict verify(String response) {
        String expected = answer();
        Optional<String> found = answerPattern().textIn(response);
        if (found.isEmpty()) {
            return Verdict.withoutAnswerLine(expected);
        }
        if (found.get().equals(expected)) {
            return Verdict.right(needed.end() + " is " + expected);
        }
        String counterpart = needed.counterpartOfEnd();
        String mistake =
                found.get().equals(Long.toString(variable(counterpart).value)) ? ", the value of " + counterpart : "";
        return Verdict.worthless(
                "expected " + expected + " for " + needed.end() + ", found " + Verdict.shown(found.get()) + mistake);
    }

    private Variable variable(String name) {
        return variables.stream()
                .filter(variable -> variable.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
