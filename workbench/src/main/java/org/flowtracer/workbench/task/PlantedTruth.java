package org.flowtracer.workbench.task;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which statements of a prompt matter and which only look as if they did. Names are those of {@link Statement}s.
 *
 * <p>Needed and distractor statements come in pairs of the same place and the same number of mentions, so neither tells them apart, save for
 * the pair of ends: the query names one of them. A comparison that leaves the queried statement out must leave out its counterpart too; with
 * only one end gone, the other chain would be the later and the longer one.
 *
 * @param needed the statements that the answer is worked out from, in prompt order, its end last
 * @param distractors their counterparts, one for each, in prompt order
 * @param dependencies every true edge, among the needed and among the distractors; none joins the two
 */
public record PlantedTruth(List<String> needed, List<String> distractors, List<Dependency> dependencies) {
    /** @throws IllegalArgumentException if the two lists are empty, differ in length or share a name, or an edge joins them */
    public PlantedTruth {
        needed = List.copyOf(needed);
        distractors = List.copyOf(distractors);
        dependencies = List.copyOf(dependencies);
        if (needed.isEmpty() || needed.size() != distractors.size()) {
            throw new IllegalArgumentException(
                    "expected as many distractors as needed statements, found " + distractors + " beside " + needed);
        }
        Set<String> both = new LinkedHashSet<>(needed);
        both.addAll(distractors);
        if (both.size() != 2 * needed.size()) {
            throw new IllegalArgumentException(
                    "expected statements that are needed or distractors, found " + needed + " and " + distractors);
        }
        for (Dependency edge : dependencies) {
            if (!both.contains(edge.from())
                    || !both.contains(edge.to())
                    || needed.contains(edge.from()) != needed.contains(edge.to())) {
                throw new IllegalArgumentException("expected edges inside one chain, found " + edge);
            }
        }
    }

    /** The needed statement that all others lead to. */
    public String end() {
        return needed.get(needed.size() - 1);
    }

    /** The distractor in the place of {@link #end}. */
    public String counterpartOfEnd() {
        return distractors.get(distractors.size() - 1);
    }

    /** The edges among the needed statements. */
    public List<Dependency> neededDependencies() {
        return dependencies.stream().filter(edge -> needed.contains(edge.to())).toList();
    }

    /**
     * The truth of a response: of each pair the statement that it resolved takes the place of the needed one, along every edge. A response that
     * starts from the root of one chain and goes on in the other used statements of both.
     *
     * @param resolved names of all statements that the response resolved
     * @return empty unless these are exactly one of each pair
     */
    Optional<PlantedTruth> ofResolving(Set<String> resolved) {
        Map<String, String> placeOf = new HashMap<>();
        for (int j = 0; j < needed.size(); j++) {
            String expected = needed.get(j);
            String counterpart = distractors.get(j);
            boolean exchanged = resolved.contains(counterpart);
            if (resolved.contains(expected) == exchanged) {
                return Optional.empty();
            }
            placeOf.put(expected, exchanged ? counterpart : expected);
            placeOf.put(counterpart, exchanged ? expected : counterpart);
        }
        if (resolved.size() != needed.size()) {
            return Optional.empty();
        }
        UnaryOperator<String> inPlace = name -> placeOf.getOrDefault(name, name);
        return Optional.of(new PlantedTruth(
                needed.stream().map(inPlace).toList(),
                distractors.stream().map(inPlace).toList(),
                dependencies.stream()
                        .map(edge -> new Dependency(inPlace.apply(edge.from()), inPlace.apply(edge.to())))
                        .toList()));
    }
}
