package org.flowtracer.workbench.experiment;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.flowtracer.workbench.experiment.AnsweredProblem.Outcome;

/**
 * How the problems were answered.
 *
 * @param right answered right
 * @param wrong answered wrong
 * @param unanswered no answer in the response
 * @param usedByRight for the right answers: how many resolved {@code needed} statements, the {@code distractors}, {@code both}, or it is {@code unclear}
 * @param usedByWrong the same for the wrong answers
 */
public record AnswerCounts(
        int right, int wrong, int unanswered, Map<String, Integer> usedByRight, Map<String, Integer> usedByWrong) {
    static AnswerCounts of(int problems, Collection<Outcome> outcomes) {
        int right = (int) outcomes.stream().filter(Outcome::isRight).count();
        return new AnswerCounts(
                right,
                outcomes.size() - right,
                problems - outcomes.size(),
                used(outcomes, true),
                used(outcomes, false));
    }

    private static Map<String, Integer> used(Collection<Outcome> outcomes, boolean right) {
        Map<AnsweredProblem.Use, Integer> counts = new EnumMap<>(AnsweredProblem.Use.class);
        outcomes.stream()
                .filter(outcome -> outcome.isRight() == right)
                .forEach(outcome -> counts.merge(outcome.use(), 1, Integer::sum));
        Map<String, Integer> labelled = new LinkedHashMap<>();
        counts.forEach((use, count) -> labelled.put(use.name().toLowerCase(Locale.ROOT), count));
        return labelled;
    }
}
