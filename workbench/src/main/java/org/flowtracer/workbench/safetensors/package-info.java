/**
 * Tensors in the safetensors format.
 *
 * <p>Purpose: read checkpoints and traces without trusting them, and write both.
 *
 * <p>Input and output: files of an 8-byte little-endian header length, a JSON header and the tensors' bytes (little-endian, row-major, without
 * gaps); checkpoints split over several such files by {@code model.safetensors.index.json}.
 *
 * <p>Source: the format's description at https://huggingface.co/docs/safetensors.
 */
@NullMarked
package org.flowtracer.workbench.safetensors;

import org.jspecify.annotations.NullMarked;
