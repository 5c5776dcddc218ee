package org.flowtracer.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code mentions}: how many tokens of the prompt have the same text as token k, itself included where it stands there; a control for
 * lexical overlap.
 *
 * <p>Ours: the prompt is every token before the first of the response, whether or not it belongs to the question; texts are equal when every
 * character is.
 */
public record MentionsScorer() implements TokenScorer {
    @Override
    public String name() {
        return "mentions";
    }

    @Override
    public Optional<String> lacks(Evidence evidence) {
        return Evidence.unless(evidence.tokens(), "the tokens' texts");
    }

    @Override
    public double[] values(Evidence evidence) {
        List<String> tokens = evidence.tokens().orElseThrow();
        int promptEnd = evidence.dag().regions().response().first();
        Map<String, Integer> counts = new HashMap<>();
        tokens.subList(0, promptEnd).forEach(token -> counts.merge(token, 1, Integer::sum));
        return tokens.stream()
                .mapToDouble(token -> counts.getOrDefault(token, 0))
                .toArray();
    }
}
