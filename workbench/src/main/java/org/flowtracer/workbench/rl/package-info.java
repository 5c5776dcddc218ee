/**
 * Reinforcement learning on problems with verifiers, with every token credit under one protocol.
 *
 * <p>Purpose: GRPO and its relatives, PPO and VinePPO. They differ in where a token's advantage comes from; credit methods differ only in the
 * weights that multiply it.
 *
 * <p>Input: one immutable {@link org.flowtracer.workbench.rl.RlConfig}. Output: a run folder with manifest, metrics, sampled responses with their
 * rewards and reasons, checkpoints and the final evaluation.
 *
 * <p>A step: problems -> responses and rewards -> one forward pass (log-probabilities, entropies, attention) -> advantages -> weights -> updates
 * on minibatches.
 *
 * <p>Source: DeepSeekMath, arXiv 2402.03300 (GRPO); DAPO, arXiv 2503.14476; Dr. GRPO, arXiv 2503.20783; PPO, arXiv 1707.06347; VinePPO, arXiv
 * 2410.01679; token weights, arXiv 2606.10646, section 4.
 */
@NullMarked
package org.flowtracer.workbench.rl;

import org.jspecify.annotations.NullMarked;
