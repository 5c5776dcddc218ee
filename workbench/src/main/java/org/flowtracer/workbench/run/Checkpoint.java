package org.flowtracer.workbench.run;

import java.nio.file.Path;
import org.flowtracer.workbench.files.JsonObject;

/**
 * A place that a run can go on from.
 *
 * @param step the steps done
 * @param folder the files
 * @param state what was written beside them, such as the position in the data
 */
public record Checkpoint(int step, Path folder, JsonObject state) {}
