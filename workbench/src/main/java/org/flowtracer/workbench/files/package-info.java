/**
 * Files at the door of the workbench.
 *
 * <p>Purpose: input is refused with one line that says what was expected, what was found and where; output appears whole or not at all.
 *
 * <p>Input: paths. Output: {@link org.flowtracer.workbench.files.JsonObject} for reading, {@link org.flowtracer.workbench.files.AtomicFile} and
 * {@link org.flowtracer.workbench.files.AtomicFolder} for writing.
 */
@NullMarked
package org.flowtracer.workbench.files;

import org.jspecify.annotations.NullMarked;
