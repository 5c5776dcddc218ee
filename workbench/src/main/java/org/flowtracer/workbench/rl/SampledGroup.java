package org.flowtracer.workbench.rl;

import java.util.List;

/** All responses to one problem, in the order in which they were sampled. */
record SampledGroup(List<SampledResponse> responses) {
    /** The responses of all groups, in order. */
    static List<SampledResponse> responses(List<SampledGroup> groups) {
        return groups.stream().flatMap(group -> group.responses().stream()).toList();
    }

    double[] rewards() {
        return responses.stream().mapToDouble(SampledResponse::reward).toArray();
    }
}
