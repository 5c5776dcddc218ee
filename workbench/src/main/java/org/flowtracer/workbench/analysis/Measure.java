package org.flowtracer.workbench.analysis;

import java.util.Arrays;
import java.util.Locale;
import org.flowtracer.workbench.files.InputException;

/** What a run of a sweep is judged by. All lie between 0 and 1; more is better. */
public enum Measure {
    /** The share of the test problems that the greedy answer of the last checkpoint solves. */
    GREEDY_ACCURACY("greedy accuracy"),
    /** The mean over the test problems of the share of sampled answers of the last checkpoint that are right. */
    SAMPLED_ACCURACY("sampled accuracy"),
    /** The area under the curve of validation accuracy over training steps, divided by the steps. */
    AULC("area under the learning curve");

    private final String title;

    Measure(String title) {
        this.title = title;
    }

    /** The name people read. */
    public String title() {
        return title;
    }

    /** The name in tables and in the files of sweeps. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The measure of that {@link #column}.
     *
     * @param where the file and key of the name
     * @throws InputException if there is none
     */
    static Measure named(String column, String where) {
        return Arrays.stream(values())
                .filter(measure -> measure.column().equals(column))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "one of " + Arrays.stream(values()).map(Measure::column).toList(), "'" + column + "'", where));
    }
}
