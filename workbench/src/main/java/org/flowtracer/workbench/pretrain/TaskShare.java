package org.flowtracer.workbench.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.task.Task;
import org.flowtracer.workbench.task.Tasks;

/**
 * A task's part in a mixture.
 *
 * @param name of the task
 * @param share of the documents, in proportion to the other shares; above 0
 * @param options of its generator
 */
public record TaskShare(String name, double share, JsonObject options) {
    /** @throws IllegalArgumentException if the share is not above 0 and finite, there is no such task, or an option is wrong */
    public TaskShare {
        if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a share above 0, found " + share + ", in task " + name);
        }
        Tasks.generator(name, options, Split.TRAIN, 0);
    }

    static TaskShare read(JsonObject json) {
        json.requireOnly(List.of("name", "share", "options"));
        JsonObject options = json.find("options").orElseGet(() -> JsonObject.parse("{}", json.where()));
        try {
            return new TaskShare(json.string("name"), json.number("share", 1), options);
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, json.where());
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("share", share);
        json.put("options", generator(Split.TRAIN, 0).settings());
        return json;
    }

    /** The generator of the problems of a split. */
    public Task generator(Split split, long seed) {
        return Tasks.generator(name, options, split, seed);
    }
}
