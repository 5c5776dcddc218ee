package org.flowtracer.workbench.exchange;

/** Comma-separated values (RFC 4180, lines end with {@code \n}); a number that is NaN is a blank. */
final class CsvText {
    private final StringBuilder text = new StringBuilder();
    private boolean lineStart = true;

    CsvText(String header) {
        text.append(header).append('\n');
    }

    CsvText cell(String value) {
        if (!lineStart) {
            text.append(',');
        }
        lineStart = false;
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && value.strip().equals(value);
        text.append(plain ? value : '"' + value.replace("\"", "\"\"") + '"');
        return this;
    }

    CsvText cell(int value) {
        return cell(Integer.toString(value));
    }

    CsvText cell(double value) {
        return cell(Double.isNaN(value) ? "" : Double.toString(value));
    }

    CsvText endLine() {
        text.append('\n');
        lineStart = true;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
