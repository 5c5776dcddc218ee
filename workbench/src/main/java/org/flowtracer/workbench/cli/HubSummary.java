package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.experiment.HubFinding;
import org.flowtracer.workbench.experiment.HubFindings;

/** What a reader wants to know of a study of hubs at once: the kinds of token among the heaviest of the first band by throughput and its controls. */
record HubSummary(HubFindings findings) {
    private static final List<String> SHOWN = List.of("throughput", "throughput-null", "random");

    void print(PrintWriter out, Path folder) {
        out.printf(
                Locale.ROOT,
                "Answers     %d of %d problems, %d right%n",
                findings.answered(),
                findings.options().problems(),
                findings.right());
        findings.lacking().forEach((scorer, needs) -> out.println("Left out    " + scorer + ": needs " + needs));
        String layers = findings.options().layers().get(0).name();
        out.printf(
                Locale.ROOT,
                "Share of the heaviest %.0f %% of the reasoning's tokens, and what it exceeds the share of all by; layers %s%n",
                100 * findings.options().top(),
                layers);
        findings.findings().stream()
                .filter(finding -> finding.layers().equals(layers) && SHOWN.contains(finding.scorer()))
                .forEach(finding -> printRow(out, finding));
        out.println("Tables      " + folder);
    }

    private static void printRow(PrintWriter out, HubFinding finding) {
        Interval excess = finding.excess();
        out.printf(
                Locale.ROOT,
                "    %-11s %-16s %.3f of all, %.3f of the heaviest, %+.3f (%+.3f to %+.3f)%s%n",
                finding.kind().label(),
                finding.scorer(),
                finding.ofAll().mean(),
                finding.ofTop().mean(),
                excess.mean(),
                excess.low(),
                excess.high(),
                finding.overNull()
                        .map(over -> String.format(
                                Locale.ROOT,
                                ", over throughput-null %+.3f (%+.3f to %+.3f)",
                                over.mean(),
                                over.low(),
                                over.high()))
                        .orElse(""));
    }
}
