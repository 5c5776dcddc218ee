package org.flowtracer.workbench.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.flowtracer.workbench.files.InputException;
import org.junit.jupiter.api.Test;

/** The expected prompts are those of the templates' own words, worked out by hand. */
class ChatTemplateTest {
    private static final String CHAT_ML = "{% for message in messages %}"
            + "{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou are kind.<|im_end|>\\n' }}{% endif %}"
            + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
    private static final String LLAMA_3 =
            "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role']"
                    + " + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' %}"
                    + "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}";

    @Test
    void wrapsInChatMlWithTheTemplatesOwnSystemMessage() {
        assertEquals(
                "<|im_start|>system\nYou are kind.<|im_end|>\n<|im_start|>user\n 2+2? <|im_end|>\n<|im_start|>assistant\n",
                ChatTemplate.parse(CHAT_ML, "a test").prompt(" 2+2? "));
        assertEquals(
                "<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n",
                ChatTemplate.parse(CHAT_ML.replaceFirst("\\{% if loop.first.*?endif %}", ""), "a test")
                        .prompt("2+2?"));
    }

    @Test
    void wrapsInHeadersOfLlama3() {
        assertEquals(
                "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n2+2?<|eot_id|>"
                        + "<|start_header_id|>assistant<|end_header_id|>\n\n",
                ChatTemplate.parse(LLAMA_3, "a test").prompt(" 2+2?\n"));
    }

    @Test
    void refusesWhatItIsNotSureOf() {
        assertRefused("found another", "{{ messages[0].content }}");
        assertRefused("answer opens otherwise", CHAT_ML.replace("assistant\\n'", "assistant\\n<think>\\n'"));
        assertRefused("2 system messages", CHAT_ML + "{{ '<|im_start|>system\\nYou are not.<|im_end|>\\n' }}");
        assertRefused("'date'", LLAMA_3 + "{{ strftime_now('%d') if date_string }}");
        assertRefused("'bos_token'", "{{ bos_token }}" + CHAT_ML);
    }

    private static void assertRefused(String found, String template) {
        var refusal = assertThrows(InputException.class, () -> ChatTemplate.parse(template, "a test"));
        assertTrue(refusal.getMessage().contains(found), refusal.getMessage());
    }
}
