package org.flowtracer.flow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule that picks the edges along which most of a flow runs. */
public interface BackboneAlgorithm {
    /** The heaviest edges that hold half of the flow's mass: few enough to look at, whatever the length of the text. */
    BackboneAlgorithm DEFAULT = new FlowMassBackbone(0.5);

    /** The edges that the rule picks. */
    Backbone extract(ReasoningFlow flow);

    /**
     * The rule that users write as {@code mass:F}, {@code paths:M} or {@code flow:PHI}: {@link FlowMassBackbone}, {@link WidestPathsBackbone},
     * {@link FlowThresholdBackbone}.
     *
     * @throws IllegalArgumentException if it is written otherwise, or its number is out of range
     */
    static BackboneAlgorithm named(String rule) {
        Matcher matcher =
                Pattern.compile("(mass|paths|flow):([0-9.eE+-]{1,24})").matcher(rule);
        try {
            if (matcher.matches()) {
                String number = matcher.group(2);
                return switch (matcher.group(1)) {
                    case "mass" -> new FlowMassBackbone(Double.parseDouble(number));
                    case "paths" -> new WidestPathsBackbone(Integer.parseInt(number));
                    default -> new FlowThresholdBackbone(Double.parseDouble(number));
                };
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number in a backbone's rule, found '" + rule + "'", e);
        }
        throw new IllegalArgumentException("expected a backbone mass:F, paths:M or flow:PHI, found '" + rule + "'");
    }
}
