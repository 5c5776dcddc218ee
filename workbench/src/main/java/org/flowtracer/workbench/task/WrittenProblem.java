package org.flowtracer.workbench.task;

import java.util.Optional;
import org.flowtracer.workbench.text.AnswerPattern;

/**
 * A question in words with a worked solution, as in GSM8K and MATH.
 *
 * @param task the name of the collection
 * @param question as the collection has it
 * @param prompt the question as the model gets it
 * @param answer the final answer of the solution
 * @param solution the worked solution
 */
public record WrittenProblem(String task, String question, String prompt, String answer, String solution)
        implements Problem {
    /**
     * Takes the final answer from the solution.
     *
     * @throws IllegalArgumentException if the solution states none
     */
    public static WrittenProblem of(String task, String question, String solution, PromptTemplate template) {
        String answer = AnswerPattern.statedIn(solution)
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a solution with its answer after #### or in \\boxed{}, found '"
                                + Verdict.shown(solution) + "'"));
        return new WrittenProblem(task, question, template.promptFor(question), answer, solution);
    }

    /** The question itself. These collections come with splits of their own, so its hash decides nothing. */
    @Override
    public String key() {
        return question;
    }

    @Override
    public Optional<String> reference() {
        return Optional.of(solution);
    }

    /**
     * 1 if the answer is the expected number, or the same text where neither is a number; else 0. It stands in the last {@code \boxed{}} or after
     * the last {@code ####}, whichever comes later; where there is neither, on the last line that starts with {@code #}.
     */
    @Override
    public Verdict verify(String response) {
        Optional<String> found = AnswerPattern.statedIn(response);
        if (found.isEmpty()) {
            return Verdict.worthless(
                    "expected " + Verdict.shown(answer) + " in \\boxed{} or after ####, found neither");
        }
        return MathAnswer.of(found.get()).sameAs(MathAnswer.of(answer))
                ? Verdict.right(Verdict.shown(found.get()) + " is " + Verdict.shown(answer))
                : Verdict.worthless("expected " + Verdict.shown(answer) + ", found " + Verdict.shown(found.get()));
    }
}
