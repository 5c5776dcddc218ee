package org.flowtracer.trace;

/**
 * Which tokens are the question (Q of section 3), which the response, and which of the response are the answer (A).
 *
 * @param question where information enters; not empty, all of it before the response begins or beside it, never inside
 * @param response what the model wrote
 * @param answer where information is meant to arrive; not empty, inside the response
 */
public record Regions(Positions question, Positions response, Positions answer) {
    /** The three names that files and tables use. */
    public static final String QUESTION = "question";

    public static final String RESPONSE = "response";
    public static final String ANSWER = "answer";

    /**
     * @throws IllegalArgumentException if question or answer is empty, if question and response share a position, or if the answer leaves
     *     the response
     */
    public Regions {
        if (question.isEmpty()) {
            throw new IllegalArgumentException("expected a question of at least one token, found an empty one");
        }
        if (answer.isEmpty()) {
            throw new IllegalArgumentException("expected an answer of at least one token, found an empty one");
        }
        if (!response.containsAll(answer)) {
            throw new IllegalArgumentException(
                    "expected the answer inside the response " + response + ", found the answer at " + answer);
        }
        if (question.stream().anyMatch(response::contains)) {
            throw new IllegalArgumentException(
                    "expected question and response without a common token, found the question at " + question
                            + " and the response at " + response);
        }
    }

    /** The usual three ranges, ends exclusive. */
    public static Regions ofRanges(
            int questionFrom, int questionTo, int responseFrom, int responseTo, int answerFrom, int answerTo) {
        return new Regions(
                Positions.range(questionFrom, questionTo),
                Positions.range(responseFrom, responseTo),
                Positions.range(answerFrom, answerTo));
    }

    /**
     * Regions of a graph that names only question and answer: the response is every position after the last of the question.
     *
     * @param size number of tokens
     * @throws IllegalArgumentException as the constructor, and if a position is not below {@code size}
     */
    public static Regions ofQuestionAndAnswer(int size, Positions question, Positions answer) {
        if (question.isEmpty()) {
            throw new IllegalArgumentException("expected a question of at least one token, found an empty one");
        }
        int firstAfter = question.last() + 1;
        return new Regions(question, Positions.range(Math.min(firstAfter, size), size), answer).within(size);
    }

    /**
     * These regions, checked against a number of tokens.
     *
     * @throws IllegalArgumentException if a position is not below {@code size}
     */
    public Regions within(int size) {
        if (question.last() >= size || response.last() >= size) {
            throw new IllegalArgumentException("expected regions within " + size + " tokens, found the question at "
                    + question + " and the response at " + response);
        }
        return this;
    }

    /** The region of a token by name: {@code answer} before {@code response}, {@code ""} for a token of none. */
    public String nameAt(int position) {
        if (question.contains(position)) {
            return QUESTION;
        }
        if (answer.contains(position)) {
            return ANSWER;
        }
        return response.contains(position) ? RESPONSE : "";
    }
}
