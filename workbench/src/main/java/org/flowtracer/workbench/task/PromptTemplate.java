package org.flowtracer.workbench.task;

/**
 * How a question becomes a prompt.
 *
 * @param text holds {@value #PLACE} exactly once
 */
public record PromptTemplate(String text) {
    /** Where the question goes. */
    public static final String PLACE = "{question}";

    /** The question alone. */
    public static final PromptTemplate PLAIN = new PromptTemplate(PLACE);

    /** For a model that continues text. */
    public static final PromptTemplate BASE = new PromptTemplate(
            "Question: {question}\nReason step by step and put the final answer in \\boxed{}.\nAnswer:");

    /** For the user's turn of a model that chats; the turn's own marks are the model's chat template. */
    public static final PromptTemplate CHAT =
            new PromptTemplate("{question}\n\nPlease reason step by step, and put your final answer within \\boxed{}.");

    /** @throws IllegalArgumentException unless the place of the question stands in the text exactly once */
    public PromptTemplate {
        int at = text.indexOf(PLACE);
        if (at < 0 || at != text.lastIndexOf(PLACE)) {
            throw new IllegalArgumentException(
                    "expected a prompt template with " + PLACE + " once, found '" + text + "'");
        }
    }

    /** The prompt for one question, which is put in as it is. */
    public String promptFor(String question) {
        return text.replace(PLACE, question);
    }
}
