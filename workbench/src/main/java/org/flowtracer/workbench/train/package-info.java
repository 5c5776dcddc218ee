/**
 * Training: forward and backward passes of decoders over batches, written by hand on ND4J arrays that are made once, and AdamW.
 *
 * <p>Purpose: one step of next-token training, and the pieces from which other objectives are built: logits of a batch, and the gradient of every
 * parameter from the gradient of the logits.
 *
 * <p>Input: a {@link org.flowtracer.workbench.train.Batch} of token ids and labels. Output: the loss, the gradient
 * ({@link org.flowtracer.workbench.train.ParameterVector}), and parameters after a step.
 *
 * <p>Each block of the decoder is one class with its forward and its backward pass side by side; what the backward pass needs of the forward
 * pass, the block keeps. Nothing of the size of an activation is allocated in a step.
 *
 * <p>Shapes: B sequences of T tokens, N = B T rows (row b T + t is token t of sequence b), D model width, H query heads, G key-value heads, d head
 * width, F feed-forward width, V vocabulary. All arrays are row-major float32.
 *
 * <p>Source: the models of {@link org.flowtracer.workbench.model}; Loshchilov and Hutter, arXiv 1711.05101 (AdamW).
 */
@NullMarked
package org.flowtracer.workbench.train;

import org.jspecify.annotations.NullMarked;
