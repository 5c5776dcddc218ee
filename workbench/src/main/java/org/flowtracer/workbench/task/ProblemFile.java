package org.flowtracer.workbench.task;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * Problems from a file of JSON lines, one object a line; blank lines are passed over. The keys tell the layout; further keys are passed over:
 *
 * <ul>
 *   <li>ours: {@code "task"} and {@code "prompt"}, optionally {@code "answer"} and {@code "response"}, which must be right;
 *   <li>GSM8K: {@code "question"} and {@code "answer"}, the worked solution with its final answer after {@code ####};
 *   <li>MATH: {@code "problem"} and {@code "solution"} with its final answer in {@code \boxed{}}.
 * </ul>
 *
 * @param name the file's name without its ending
 * @param problems in the order of the lines
 */
public record ProblemFile(String name, List<Problem> problems) implements Task {
    private static final JsonMapper MAPPER = new JsonMapper();

    public ProblemFile {
        problems = List.copyOf(problems);
    }

    /** Reads a file whose questions are prompts as they stand. */
    public static ProblemFile read(Path file) throws IOException {
        return read(file, PromptTemplate.PLAIN);
    }

    /**
     * Reads a file.
     *
     * @param template makes prompts of the questions of GSM8K and MATH; our own tasks have prompts of their own
     * @throws InputException if there is no such file, it holds no problem, or a line is malformed (the first such is named)
     * @throws IOException if the disk refuses
     */
    public static ProblemFile read(Path file, PromptTemplate template) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "a file of JSON lines", Files.exists(file) ? "a folder" : "no such file", file.toString());
        }
        List<Problem> problems = new ArrayList<>();
        List<String> lines = lines(file);
        for (int j = 0; j < lines.size(); j++) {
            if (!lines.get(j).isBlank()) {
                problems.add(problem(JsonObject.parse(lines.get(j), file + " line " + (j + 1)), template));
            }
        }
        if (problems.isEmpty()) {
            throw new InputException("at least one problem", "none", file.toString());
        }
        String name = Objects.toString(file.getFileName()).replaceAll("\\.[^.]*$", "");
        return new ProblemFile(name, problems);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new InputException("text in UTF-8", "bytes that are not UTF-8", file.toString());
        }
    }

    private static Problem problem(JsonObject line, PromptTemplate template) {
        try {
            if (line.has("task")) {
                return ours(line);
            }
            if (line.has("question")) {
                return WrittenProblem.of("gsm8k", line.string("question"), line.string("answer"), template);
            }
            if (line.has("problem")) {
                return WrittenProblem.of("math", line.string("problem"), line.string("solution"), template);
            }
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, line.where());
        }
        throw new InputException(
                "key 'task', 'question' or 'problem'", line.keys().toString(), line.where());
    }

    private static Problem ours(JsonObject line) {
        Problem problem = Tasks.parse(line.string("task"), line.string("prompt"));
        String answer = line.string("answer", problem.answer());
        if (!answer.equals(problem.answer())) {
            throw line.unexpected("answer", "the answer " + problem.answer());
        }
        if (!line.has("response")) {
            return problem;
        }
        String response = line.string("response");
        if (!problem.verify(response).isRight()) {
            throw line.unexpected("response", "a response that is right");
        }
        Problem withReference = withReference(problem, response);
        if (!withReference.reference().equals(Optional.of(response))) {
            throw line.unexpected("response", "the reference response");
        }
        return withReference;
    }

    /** The problem, written so that the response is its reference where that can be. */
    private static Problem withReference(Problem problem, String response) {
        if (problem instanceof Countdown countdown) {
            return countdown.withReference(response);
        }
        if (problem instanceof TwinChain chain) {
            return Arrays.stream(TwinChain.Style.values())
                    .map(chain::withStyle)
                    .filter(styled -> styled.reference().equals(Optional.of(response)))
                    .findFirst()
                    .orElse(chain);
        }
        return problem;
    }

    /**
     * Writes the first problems of a generator, in our layout with answer and response.
     *
     * @throws IOException if the disk refuses
     */
    public static void write(Path file, Task generator, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int j = 0; j < count; j++) {
            Problem problem = generator.problem(j);
            ObjectNode line = MAPPER.createObjectNode();
            line.put("task", problem.task());
            line.put("prompt", problem.prompt());
            problem.reference().ifPresent(response -> line.put("response", response));
            line.put("answer", problem.answer());
            lines.append(MAPPER.writeValueAsString(line)).append('\n');
        }
        AtomicFile.write(file, lines.toString());
    }

    @Override
    public OptionalInt size() {
        return OptionalInt.of(problems.size());
    }

    @Override
    public Problem problem(int index) {
        return problems.get(index);
    }
}
