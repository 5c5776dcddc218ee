package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.AnswerCounts;
import org.flowtracer.workbench.experiment.Control;
import org.flowtracer.workbench.experiment.Finding;
import org.flowtracer.workbench.experiment.Finding.Answered;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.experiment.PlantedFindings;

/** What a reader wants to know of a study of planted truth at once: of the first choice of the graph, who finds what. */
record PlantedSummary(PlantedFindings findings) {
    private static final int BEST = 8;

    void print(PrintWriter out, Path folder) {
        AnswerCounts counts = findings.counts();
        out.printf(
                Locale.ROOT,
                "Answers     %d right, %d wrong, %d without an answer; the wrong ones used: %s%n",
                counts.right(),
                counts.wrong(),
                counts.unanswered(),
                counts.usedByWrong());
        for (Control control : findings.controls()) {
            out.printf(
                    Locale.ROOT,
                    "Control     %s %s: %s%n",
                    control.scorer(),
                    text(control.auroc()),
                    control.isBlind() ? "cannot know the truth, as it should be" : "off by chance, ask more problems");
        }
        for (Map.Entry<String, String> entry : findings.lacking().entrySet()) {
            out.println("Left out    " + entry.getKey() + ": needs " + entry.getValue());
        }
        String layers = findings.options().layers().get(0).name();
        String answerAt = Target.label(findings.options().answersAt().get(0));
        out.println("AUROC of statements, the pair of ends left out; layers " + layers + ", answer at " + answerAt);
        printBest(out, layers, answerAt, Items.STATEMENTS_WITHOUT_QUERIED, Reduction.MEAN);
        out.println("AUROC of edges between steps");
        printBest(out, layers, answerAt, Items.EDGES, Reduction.SUM);
        out.println("Tables      " + folder);
    }

    private void printBest(PrintWriter out, String layers, String answerAt, Items items, Reduction reduction) {
        for (Answered answered : Answered.values()) {
            for (Truth truth : Truth.values()) {
                Target target = new Target(layers, answerAt, truth, items, reduction, Measure.AUROC);
                List<Finding> ranked =
                        findings
                                .where(finding -> finding.target().equals(target) && finding.answered() == answered)
                                .stream()
                                .sorted(Comparator.comparingDouble(
                                        finding -> -finding.mean().mean()))
                                .toList();
                if (!ranked.isEmpty()) {
                    out.printf(
                            Locale.ROOT,
                            "  answered %s, %s, %d problems%n",
                            answered.label(),
                            truth.label(),
                            ranked.get(0).mean().count());
                    ranked.stream().limit(BEST).forEach(finding -> printRow(out, ranked, finding));
                    ranked.stream()
                            .skip(BEST)
                            .filter(finding -> finding.overThroughput().isEmpty()
                                    || finding.overPathMass().isEmpty())
                            .forEach(finding -> printRow(out, ranked, finding));
                }
            }
        }
    }

    private static void printRow(PrintWriter out, List<Finding> ranked, Finding finding) {
        out.printf(
                Locale.ROOT,
                "    %2d %-26s %s%s%n",
                ranked.indexOf(finding) + 1,
                finding.scorer(),
                text(finding.mean()),
                finding.overThroughput()
                        .map(over -> ", over throughput " + text(over))
                        .orElse(""));
    }

    private static String text(Interval interval) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", interval.mean(), interval.low(), interval.high());
    }
}
