/**
 * Training a model from nothing on problems that generators write.
 *
 * <p>Purpose: the small reasoning models that the workbench studies, each made by one configuration file, one seed and one command, so that anyone
 * can make the same again.
 *
 * <p>Input: a {@link org.flowtracer.workbench.pretrain.TrainingConfig}. Output: a run folder ({@link org.flowtracer.workbench.run}) whose
 * checkpoints, and at the end {@code model/}, are Hugging Face folders.
 *
 * <p>Data: documents are drawn on the fly, each by its number alone ({@link org.flowtracer.workbench.pretrain.Documents}), each a sequence of
 * its own ({@link org.flowtracer.workbench.pretrain.DocumentBatches}); so the position in the data is one number.
 */
@NullMarked
package org.flowtracer.workbench.pretrain;

import org.jspecify.annotations.NullMarked;
