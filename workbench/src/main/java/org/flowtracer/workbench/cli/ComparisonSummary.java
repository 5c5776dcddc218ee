package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.Comparison;
import org.flowtracer.workbench.ComparisonFolder;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.ScorerPair;

/** What a reader wants to know of a comparison at once: who tells the same as the first scorer, and who does not. */
record ComparisonSummary(Comparison comparison) {
    private static final int AT_EACH_END = 4;

    void print(PrintWriter out, Path folder) {
        AgreementTable agreement = comparison.agreement();
        int scorers = agreement.scorers().size();
        out.println("Graphs      " + comparison.graphs().size() + ", scored by " + scorers
                + (scorers == 1 ? " scorer" : " scorers"));
        if (scorers > 1) {
            String asked = ScorerPair.inOrderOfInterest(agreement.scorers()).get(0);
            List<String> others = agreement.scorers().stream()
                    .filter(scorer -> !scorer.equals(asked)
                            && !Double.isNaN(agreement.spearman(asked, scorer).mean()))
                    .sorted(Comparator.comparingDouble(
                            scorer -> -agreement.spearman(asked, scorer).mean()))
                    .toList();
            printRanks(out, asked, others);
        }
        int isolating = comparison.cutsIsolatingAnswer().size();
        if (isolating > 0) {
            out.println("Warning     the minimum cut just isolates the answer in " + isolating + " of "
                    + comparison.graphs().size() + " graphs: max-flow's amount there tells nothing of the way");
        }
        comparison.leftOut().forEach((scorer, why) -> out.println("Left out    " + scorer + ": " + why));
        comparison
                .notScattered()
                .forEach((pair, why) ->
                        out.println("Not drawn   " + pair.first() + " against " + pair.second() + ": " + why));
        out.println("Tables      " + folder);
        out.println("Report      " + folder.resolve(ComparisonFolder.REPORT));
    }

    private void printRanks(PrintWriter out, String asked, List<String> others) {
        if (others.isEmpty()) {
            out.println("Asked       nothing: the scores of " + asked + ", or of all others, are constant");
            return;
        }
        int end = Math.min(AT_EACH_END, others.size());
        out.println("Asked       which scorers rank the responses as " + asked + " does (Spearman)");
        out.println("Most        " + named(asked, others.subList(0, end)));
        out.println("Least       " + named(asked, others.subList(others.size() - end, others.size())));
    }

    private String named(String asked, List<String> scorers) {
        return scorers.stream()
                .map(scorer -> scorer + " " + text(comparison.agreement().spearman(asked, scorer)))
                .collect(Collectors.joining(", "));
    }

    private static String text(Interval spearman) {
        return Double.isNaN(spearman.low())
                ? String.format(Locale.ROOT, "%.2f", spearman.mean())
                : String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", spearman.mean(), spearman.low(), spearman.high());
    }
}
