/**
 * Training: forward and backward passes of decoders over batches, written by hand on ND4J arrays that are made once, and AdamW.
 *
 * <p>Purpose: one step of training towards any loss of the logits ({@link org.flowtracer.workbench.train.TokenLoss}), next-token cross-entropy
 * among them, and reading: the log-probabilities, entropies and mean attention of many sequences at once.
 *
 * <p>Input: token ids of sequences of any lengths, and a loss. Output: the loss, the gradient
 * ({@link org.flowtracer.workbench.train.ParameterVector}), and parameters after a step; or a
 * {@link org.flowtracer.workbench.train.Reading} for each sequence.
 *
 * <p>Each block of the decoder is one class with its forward and its backward pass side by side; what the backward pass needs of the forward
 * pass, the block keeps. MKL's kernels allocate nothing of the size of an activation in a step; the plain ones, which are the tests' oracle and what a
 * graphics card computes with, make a few such arrays, one-hot matrices [N, V] among them, and give them back.
 *
 * <p>Shapes: a slice of B sequences of T tokens, N = B T rows (row b T + t is token t of sequence b), D model width, H query heads, G key-value heads, d head
 * width, F feed-forward width, V vocabulary. All arrays are row-major float32.
 *
 * <p>Source: the models of {@link org.flowtracer.workbench.model}; Loshchilov and Hutter, arXiv 1711.05101 (AdamW).
 */
@NullMarked
package org.flowtracer.workbench.train;

import org.jspecify.annotations.NullMarked;
