/**
 * The folder of a run: of training, of reinforcement learning, of anything that goes on for many steps and may be interrupted.
 *
 * <p>Purpose: what a run was told, what it measured and how to go on from where it was killed, in one layout for every kind of run, so that the
 * same commands watch, draw and resume it.
 *
 * <pre>
 * manifest.json       the kind of run, its configuration, the code and the machine; no clock
 * metrics.csv         one row a step; equal, byte by byte, for a run that was interrupted and one that was not
 * clock.csv           the seconds of each step; no result depends on it
 * checkpoints/NAME    what is needed to go on, the last few of them
 * rollouts/NAME.jsonl what a reinforcement-learning run sampled, a file a step
 * </pre>
 *
 * <p>Input: a configuration, numbers of each step, files of a checkpoint. Output: the folder.
 *
 * <p>{@link org.flowtracer.workbench.run.RunFolder} shows how a run uses it.
 */
@NullMarked
package org.flowtracer.workbench.run;

import org.jspecify.annotations.NullMarked;
