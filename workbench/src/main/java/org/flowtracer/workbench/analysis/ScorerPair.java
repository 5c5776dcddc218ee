package org.flowtracer.workbench.analysis;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two scorers, by name, to be looked at together.
 *
 * @param first the one that is asked about
 * @param second its rival
 */
public record ScorerPair(String first, String second) {
    private static final String ASKED = "throughput";
    private static final List<String> RIVALS =
            List.of("path-mass", "pagerank", "max-flow", "attention-from-answer", "entropy");

    /**
     * Pairs worth a look: {@code throughput} (or else the first scorer) with its likeliest rivals, with the scorer that agrees with it least, and
     * where these are too few, with others in order.
     *
     * @param most how many pairs at most
     */
    public static List<ScorerPair> telling(AgreementTable agreement, int most) {
        String asked = inOrderOfInterest(agreement.scorers()).get(0);
        Set<String> rivals = new LinkedHashSet<>(RIVALS);
        rivals.retainAll(agreement.scorers());
        agreement.scorers().stream()
                .filter(scorer -> !scorer.equals(asked)
                        && !Double.isNaN(agreement.spearman(asked, scorer).mean()))
                .min(Comparator.comparingDouble(
                        scorer -> agreement.spearman(asked, scorer).mean()))
                .ifPresent(rivals::add);
        rivals.addAll(agreement.scorers());
        rivals.remove(asked);
        return rivals.stream()
                .limit(most)
                .map(rival -> new ScorerPair(asked, rival))
                .toList();
    }

    /** Both. */
    public List<String> names() {
        return List.of(first, second);
    }

    /** The scorers with {@code throughput} (or else the first) at the head, its likeliest rivals next, and all others in the order given. */
    public static List<String> inOrderOfInterest(List<String> scorers) {
        return Stream.of(
                        Stream.of(ASKED),
                        scorers.stream().limit(scorers.contains(ASKED) ? 0 : 1),
                        RIVALS.stream(),
                        scorers.stream())
                .flatMap(names -> names)
                .filter(scorers::contains)
                .distinct()
                .toList();
    }
}
