/**
 * Rollouts: many responses at once.
 *
 * <p>Purpose: sample responses for reinforcement learning and for experiments, the rows of a batch side by side.
 *
 * <p>Input: {@link org.flowtracer.workbench.rollout.RolloutRequest}s, each a prompt and how many responses it gets. Output: a
 * {@link org.flowtracer.workbench.rollout.Rollout} for each response, with the log-probability of every token of it.
 *
 * <p>Shapes: N rows (one sequence each), C slots of the key-value cache, D model width, H query heads, G key-value heads, d head width, F
 * feed-forward width, V vocabulary. Sequences are aligned at their ends: all rows write the keys and values of their next token to the same slot,
 * and a row's first token stands in the slot where the row starts, which differs by row.
 */
@NullMarked
package org.flowtracer.workbench.rollout;

import org.jspecify.annotations.NullMarked;
