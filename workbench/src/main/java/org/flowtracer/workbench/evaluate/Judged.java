package org.flowtracer.workbench.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.rollout.Rollout;
import org.flowtracer.workbench.task.Problem;
import org.flowtracer.workbench.task.Verdict;
import org.flowtracer.workbench.text.Tokenizer;

/**
 * A response and what it is worth.
 *
 * @param problem what was asked
 * @param sample which of the problem's responses, from 0
 * @param response what the model wrote, without the token that ended it
 * @param tokens how many tokens it wrote
 * @param ended whether it ended by itself, and not at the limit
 */
public record Judged(Problem problem, int sample, String response, int tokens, boolean ended, Verdict verdict) {
    /** Judges what was drawn. */
    public static Judged of(Problem problem, Rollout rollout, Tokenizer tokenizer) {
        String response = tokenizer.decode(rollout.written()).text();
        return new Judged(
                problem,
                rollout.sample(),
                response,
                rollout.written().length,
                rollout.ended(),
                problem.verify(response));
    }

    /** All of it as one line of JSON. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", problem.task());
        json.put("prompt", problem.prompt());
        json.put("answer", problem.answer());
        json.put("sample", sample);
        json.put("response", response);
        json.put("tokens", tokens);
        json.put("ended", ended);
        json.put("reward", verdict.reward());
        json.put("reason", verdict.reason());
        return JsonObject.line(json);
    }
}
