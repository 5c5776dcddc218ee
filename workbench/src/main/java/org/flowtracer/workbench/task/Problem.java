package org.flowtracer.workbench.task;

import java.util.List;
import java.util.Optional;
import org.flowtracer.workbench.text.AnswerPattern;

/** One problem: what a model is asked, and everything that is known about a good response. Immutable. */
public interface Problem {
    /** The name of the {@link Task} that this problem is one of. */
    String task();

    /** The canonical text of the problem, equal for two problems that ask the same; its hash decides the {@link Split} of generated problems. */
    String key();

    /** The text that the model continues. */
    String prompt();

    /** The expected answer; where many responses are right, what they must come to. */
    String answer();

    /** A response that solves the problem, if one is known. */
    Optional<String> reference();

    /**
     * Judges a response. Any text gets a verdict: what cannot be read is a verdict of its own, never an exception.
     *
     * @param response what the model wrote after the prompt
     */
    Verdict verify(String response);

    /** Where a response states its answer. */
    default AnswerPattern answerPattern() {
        return AnswerPattern.AUTO;
    }

    /** The statements of the prompt in order, together the whole prompt; empty if it is not made of statements. */
    default List<Statement> statements() {
        return List.of();
    }

    /** The steps of a response in order, together the whole response; empty if the task knows no steps. */
    default List<Statement> steps(String response) {
        return List.of();
    }

    /** What the question asks for, where that was planted. */
    default Optional<PlantedTruth> needed() {
        return Optional.empty();
    }

    /** What a response used, be it what the question asks for or not; empty where that is not plain from its text. */
    default Optional<PlantedTruth> used(String response) {
        return Optional.empty();
    }
}
