/**
 * Language models: decoders of the families Qwen3, Qwen2, Llama and Mistral, computed in float32 on ND4J.
 *
 * <p>Purpose: read a Hugging Face checkpoint, run it (with a key-value cache), and sample from it.
 *
 * <p>Input: a folder with config.json, safetensors and tokenizer.json. Output: hidden states, logits, attention on request, sampled tokens.
 * Configuration ({@link org.flowtracer.workbench.model.ModelConfig}) and weights ({@link org.flowtracer.workbench.model.ModelWeights}) never
 * change; what a run changes lies in {@link org.flowtracer.workbench.model.Activations} and
 * {@link org.flowtracer.workbench.model.KeyValueCache}.
 *
 * <p>Shapes: T rows (tokens of one pass), P tokens already in the cache, K = P + T keys, D model width, H query heads, G key-value heads, d head
 * width, F feed-forward width, V vocabulary. A matrix of weights is [out, in], as checkpoints store it. All arrays are row-major.
 *
 * <p>Source: Touvron et al., arXiv 2302.13971 (Llama); Yang et al., arXiv 2505.09388 (Qwen3); the reference is Hugging Face transformers.
 */
@NullMarked
package org.flowtracer.workbench.model;

import org.jspecify.annotations.NullMarked;
