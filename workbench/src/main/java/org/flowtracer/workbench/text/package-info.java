/**
 * From text to tokens and back.
 *
 * <p>Purpose: encode prompts and responses as the model's own tokenizer does, show each token as text, and find the tokens of a stretch of text.
 *
 * <p>Input: tokenizer.json (and tokenizer_config.json for chat prompts) of a Hugging Face folder. Output: token ids, and
 * {@link org.flowtracer.workbench.text.TokenText} with a piece of text for each token.
 *
 * <p>Source: encoding is done by Hugging Face's tokenizers library through DJL; decoding follows its decoders ByteLevel, Metaspace, ByteFallback.
 */
@NullMarked
package org.flowtracer.workbench.text;

import org.jspecify.annotations.NullMarked;
