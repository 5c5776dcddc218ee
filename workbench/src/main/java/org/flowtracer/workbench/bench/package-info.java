/**
 * What the workbench's hot paths cost, measured beside their rivals in the same run.
 *
 * <p>Purpose: figures that can be trusted on a machine that is not quiet: rivals take turns, and ratios stand beside times.
 *
 * <p>Input: sizes and a seed. Output: one map a bench, which is printed as one line of JSON.
 */
@NullMarked
package org.flowtracer.workbench.bench;

import org.jspecify.annotations.NullMarked;
