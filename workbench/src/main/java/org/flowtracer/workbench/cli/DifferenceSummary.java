package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flowtracer.compare.Agreement;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.DifferenceFolder;
import org.flowtracer.workbench.analysis.PieceDifference;
import org.flowtracer.workbench.analysis.TraceDifference;

/** What a reader wants to know of two traces side by side at once. */
record DifferenceSummary(TraceDifference difference) {
    private static final int STATEMENTS = 3;
    private static final int SCORERS = 3;
    private static final int LABEL_MAX = 40;

    void print(PrintWriter out, Path folder) {
        out.println("Answers     " + answer(difference.first()) + ", " + answer(difference.second()));
        int prompt = difference.first().trace().trace().regions().response().first();
        out.printf(
                Locale.ROOT,
                "Tokens      %d of the prompt alike; responses of %d and %d, %d of them common%n",
                prompt,
                difference.first().scores().size() - prompt,
                difference.second().scores().size() - prompt,
                difference.alignment().common() - prompt);
        List<Double> shares = difference.backbones().commonShares();
        out.printf(
                Locale.ROOT,
                "Backbones   %.0f %% and %.0f %% of their flow runs along edges that both have%n",
                100 * shares.get(0),
                100 * shares.get(1));
        String title = "Statements  ";
        for (PieceDifference.Pair pair : mostChanged()) {
            out.println(title + described(pair));
            title = " ".repeat(title.length());
        }
        printScorers(out);
        out.println("Tables      " + folder);
        out.println("Report      " + folder.resolve(DifferenceFolder.REPORT));
    }

    private static String answer(TraceDifference.Side side) {
        return side.name() + " '" + ReadableTokens.label(side.answer(), LABEL_MAX) + "'";
    }

    /** Those that both texts have. */
    private List<PieceDifference.Pair> mostChanged() {
        return difference.pieces().pairs().stream()
                .filter(PieceDifference.Pair::isCommon)
                .sorted(Comparator.comparingDouble(pair -> -Math.abs(pair.passingSecond() - pair.passingFirst())))
                .limit(STATEMENTS)
                .toList();
    }

    private static String described(PieceDifference.Pair pair) {
        return String.format(
                Locale.ROOT,
                "%.1f %% and %.1f %% of the question's flow pass '%s'",
                100 * pair.passingFirst(),
                100 * pair.passingSecond(),
                ReadableTokens.label(pair.unit().text(), LABEL_MAX));
    }

    private void printScorers(PrintWriter out) {
        List<String> ranked = difference.scorers().stream()
                .filter(scorer -> !Double.isNaN(spearman(scorer)))
                .sorted(Comparator.comparingDouble(scorer -> -spearman(scorer)))
                .toList();
        if (!ranked.isEmpty()) {
            int end = Math.min(SCORERS, ranked.size());
            out.println("Alike       on the common response, most: " + named(ranked.subList(0, end)));
            out.println("            least: " + named(ranked.subList(ranked.size() - end, ranked.size())));
        }
    }

    private String named(List<String> scorers) {
        return scorers.stream()
                .map(scorer -> String.format(Locale.ROOT, "%s %.2f", scorer, spearman(scorer)))
                .collect(Collectors.joining(", "));
    }

    private double spearman(String scorer) {
        return difference.agreement(scorer, true).map(Agreement::spearman).orElse(Double.NaN);
    }
}
