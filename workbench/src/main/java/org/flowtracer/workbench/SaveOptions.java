package org.flowtracer.workbench;

import java.util.List;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.exchange.GraphExport;

/**
 * What a saved trace holds besides its tables, report and figures.
 *
 * @param keep how much of the attention
 * @param exports which graphs for other programs: some of {@link GraphExport#FILES}
 */
public record SaveOptions(Keep keep, List<String> exports) {
    /** The graph's weights, no exports. */
    public static final SaveOptions DEFAULT = new SaveOptions(Keep.WEIGHTS, List.of());

    /** @throws org.flowtracer.workbench.files.InputException if an export is unknown */
    public SaveOptions {
        exports = List.copyOf(exports);
        exports.forEach(GraphExport::requireKnown);
    }

    public SaveOptions withKeep(Keep choice) {
        return new SaveOptions(choice, exports);
    }

    public SaveOptions withExports(List<String> files) {
        return new SaveOptions(keep, files);
    }
}
