package org.flowtracer.workbench.experiment;

import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.text.TokenText;

/**
 * The trace of a model's own answer to a problem.
 *
 * @param asked the prompt
 * @param said the response
 */
record AnsweredTrace(Problem problem, AttentionTrace trace, TokenText asked, TokenText said) {
    boolean isRight() {
        return problem.verify(said.text()).isRight();
    }
}
