package org.flowtracer.flow;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One route from the question, taken as one node, to the answer, taken as one node.
 *
 * @param tokens the tokens between the two, in order; none where a question token and an answer token are joined directly
 * @param flow what runs along it, in units of the unit flow
 */
public record FlowPath(List<Integer> tokens, double flow) {
    public FlowPath {
        tokens = List.copyOf(tokens);
    }

    /** For instance {@code 17.3 % of the question reaches the answer through tokens 31 -> 58}. */
    @Override
    public String toString() {
        String share = String.format(Locale.ROOT, "%.1f %% of the question reaches the answer ", 100 * flow);
        if (tokens.isEmpty()) {
            return share + "directly";
        }
        String route = tokens.stream().map(String::valueOf).collect(Collectors.joining(" -> "));
        return share + (tokens.size() == 1 ? "through token " : "through tokens ") + route;
    }
}
