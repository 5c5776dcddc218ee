package org.flowtracer.workbench.task;

/**
 * What a response is worth, and why.
 *
 * @param reward from 0 to 1; 1 = right
 * @param reason one line in plain words, for people and for logs
 */
public record Verdict(double reward, String reason) {
    /** @throws IllegalArgumentException if the reward is outside [0, 1] or the reason is blank */
    public Verdict {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("expected a reward in [0, 1], found " + reward);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("expected a reason beside the reward " + reward + ", found none");
        }
    }

    static Verdict right(String reason) {
        return new Verdict(1, reason);
    }

    static Verdict worthless(String reason) {
        return new Verdict(0, reason);
    }

    /** The verdict on a response without a line that starts with {@code #}. */
    static Verdict withoutAnswerLine(String expected) {
        return worthless("expected a line such as #" + expected + ", found no line that starts with #");
    }

    /** A piece of a response as a reason quotes it: on one line and not longer than a reader wants. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "nothing" : line.length() <= 40 ? line : line.substring(0, 37) + "...";
    }

    /** Whether the response is right. */
    public boolean isRight() {
        return reward == 1;
    }
}
