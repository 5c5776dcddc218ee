/**
 * The command line.
 *
 * <p>Purpose: the verbs of the workbench for a terminal. The only package that prints, parses arguments or exits.
 *
 * <p>Input: arguments. Output: results on standard output, one line on standard error where something is wrong, and the exit code: 0 done, 1 the
 * work failed, 2 the arguments or the input are wrong.
 */
@NullMarked
package org.flowtracer.workbench.cli;

import org.jspecify.annotations.NullMarked;
