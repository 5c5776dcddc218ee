package org.flowtracer.workbench.experiment;

import java.util.Locale;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.dag.DagOptions;

/**
 * How well one scorer tells what is true from what is not, over the problems that were answered right, or wrong.
 *
 * @param target what was measured
 * @param answered which problems
 * @param scorer whose scores
 * @param mean over these problems
 * @param overThroughput what it gains on {@code throughput} on the same problems; empty for that scorer itself
 * @param overPathMass what it gains on {@code path-mass}
 */
public record Finding(
        Target target,
        Answered answered,
        String scorer,
        Interval mean,
        Optional<Interval> overThroughput,
        Optional<Interval> overPathMass) {

    /** A column's value. */
    interface Labelled {
        String name();

        /** The name in tables. */
        default String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Which problems: as the model answered them. */
    public enum Answered implements Labelled {
        RIGHT,
        WRONG
    }

    /** What counts as true. */
    public enum Truth implements Labelled {
        /** What the question asks for. */
        NEEDED,
        /** What the response resolved. */
        USED,
        /** The statements without which the response is less than half as likely, by intervention; of edges it says nothing. */
        CAUSAL
    }

    /** What is told apart. */
    public enum Items implements Labelled {
        /** The prompt's statements: the true ones from the others. */
        STATEMENTS,
        /** The same without the pair of ends, one of which the query of a twin chain names. */
        STATEMENTS_WITHOUT_QUERIED,
        /** Pairs of an earlier and a later step of the response: true edges from others. */
        EDGES
    }

    /** How the scores of tokens, or of edges between them, become that of an item. */
    public enum Reduction implements Labelled {
        MEAN,
        SUM
    }

    /** What is averaged over problems. */
    public enum Measure implements Labelled {
        /** Area under the receiver operating characteristic. */
        AUROC,
        AVERAGE_PRECISION,
        /** The share of the true edges among as many edges of highest score as there are true ones. */
        RECALL
    }

    /**
     * One thing to measure.
     *
     * @param layers the band that made the graph
     * @param answerAt where the answer arrives in it: {@code token} or {@code predictor}
     */
    public record Target(
            String layers, String answerAt, Truth truth, Items items, Reduction reduction, Measure measure) {
        /** The name of a place of the answer. */
        public static String label(DagOptions.AnswerAt place) {
            return place.name().toLowerCase(Locale.ROOT);
        }
    }
}
