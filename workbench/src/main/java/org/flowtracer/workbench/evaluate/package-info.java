/**
 * How many problems of a task a model solves.
 *
 * <p>Purpose: accuracy while a model is trained and of finished ones, with the uncertainty that so many problems leave.
 *
 * <p>Input: a model and the problems of a {@link org.flowtracer.workbench.task.Task}. Output: every response with its verdict
 * ({@link org.flowtracer.workbench.evaluate.Judged}), and their mean with an interval ({@link org.flowtracer.workbench.evaluate.Scores}).
 */
@NullMarked
package org.flowtracer.workbench.evaluate;

import org.jspecify.annotations.NullMarked;
