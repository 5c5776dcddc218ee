package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.task.Dependency;
import org.flowtracer.workbench.task.PlantedTruth;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Statement;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.text.TokenText;

/**
 * A problem of planted truth with the answer that a model gave, traced with every head of every layer.
 *
 * @param isRight whether the answer is right
 * @param needed what the question asks for
 * @param used what the response resolved; empty where that is not plain
 * @param statements the tokens of each statement of the prompt, by its name
 * @param steps the tokens of each step of the response that resolves a statement, in the order of the response
 * @param effects what the response owes to each statement
 */
record AnsweredProblem(
        AttentionTrace trace,
        boolean isRight,
        PlantedTruth needed,
        Optional<PlantedTruth> used,
        Map<String, Positions> statements,
        List<Step> steps,
        StatementEffects effects) {
    /**
     * A step of the response.
     *
     * @param name of the statement that it resolves
     */
    record Step(String name, Positions tokens) {}

    /** Which statements the response resolved. */
    enum Use {
        NEEDED,
        DISTRACTORS,
        /** Of some pairs the needed one, of others its counterpart. */
        BOTH,
        UNCLEAR
    }

    /** What counts of a problem once it is judged. */
    record Outcome(boolean isRight, Use use) {}

    Outcome outcome() {
        Use use = used.map(PlantedTruth::needed)
                .map(names -> names.equals(needed.needed())
                        ? Use.NEEDED
                        : names.equals(needed.distractors()) ? Use.DISTRACTORS : Use.BOTH)
                .orElse(Use.UNCLEAR);
        return new Outcome(isRight, use);
    }

    /** The names of the statements that count as true, where that is known. */
    Optional<Set<String>> trueStatements(Finding.Truth kind) {
        return switch (kind) {
            case NEEDED -> Optional.of(Set.copyOf(needed.needed()));
            case USED -> used.map(truth -> Set.copyOf(truth.needed()));
            case CAUSAL -> Optional.of(effects.decisive());
        };
    }

    /** The edges between statements that count as true, where that is known. */
    Optional<List<Dependency>> trueEdges(Finding.Truth kind) {
        return switch (kind) {
            case NEEDED -> Optional.of(needed.neededDependencies());
            case USED -> used.map(PlantedTruth::neededDependencies);
            case CAUSAL -> Optional.empty();
        };
    }

    /**
     * Finds the statements and steps in a trace.
     *
     * @throws IllegalArgumentException if no truth was planted in the problem
     */
    static AnsweredProblem of(AnsweredTrace answered, StatementEffects effects) {
        Problem problem = answered.problem();
        return new AnsweredProblem(
                answered.trace(),
                answered.isRight(),
                needed(problem),
                problem.used(answered.said().text()),
                statements(problem, answered.asked()),
                steps(problem, answered.said(), answered.asked().size()),
                effects);
    }

    /** Refuses a task without planted truth before anything is asked. */
    static void requirePlanted(Task task) {
        needed(task.problem(0));
    }

    private static PlantedTruth needed(Problem problem) {
        return problem.needed()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected problems of planted truth, found none in the task " + problem.task()));
    }

    /** The tokens of each statement of a prompt, by its name; the query is none. */
    static Map<String, Positions> statements(Problem problem, TokenText asked) {
        Map<String, Positions> statements = new TreeMap<>();
        for (Statement statement : problem.statements()) {
            if (!statement.name().equals(Statement.QUERY)) {
                statements.put(statement.name(), asked.tokensOf(statement.from(), statement.to()));
            }
        }
        return statements;
    }

    private static List<Step> steps(Problem problem, TokenText said, int promptTokens) {
        List<Step> steps = new ArrayList<>();
        for (Statement step : problem.steps(said.text())) {
            if (!step.name().isEmpty() && !step.name().equals(Statement.ANSWER)) {
                Positions tokens = said.tokensOf(step.from(), step.to());
                steps.add(new Step(
                        step.name(), Positions.range(promptTokens + tokens.first(), promptTokens + tokens.last() + 1)));
            }
        }
        return steps;
    }
}
