package org.flowtracer.workbench;

import java.util.List;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.GraphExport;

/**
 * What a saved trace holds besides its tables.
 *
 * @param keep how much of the attention
 * @param exports which graphs for other programs: some of {@link GraphExport#FILES}
 * @param report whether figures are drawn, and the page that shows them; most of the time that saving takes
 */
public record SaveOptions(Keep keep, List<String> exports, boolean report) {
    /** The graph's weights, no exports, a report. */
    public static final SaveOptions DEFAULT = new SaveOptions(Keep.WEIGHTS, List.of(), true);

    /** @throws org.flowtracer.workbench.files.InputException if an export is unknown */
    public SaveOptions {
        exports = List.copyOf(exports);
        exports.forEach(GraphExport::requireKnown);
    }

    public SaveOptions withKeep(Keep choice) {
        return new SaveOptions(choice, exports, report);
    }

    public SaveOptions withExports(List<String> files) {
        return new SaveOptions(keep, files, report);
    }

    public SaveOptions withReport(boolean choice) {
        return new SaveOptions(keep, exports, choice);
    }
}
