package org.flowtracer.workbench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.CostTable;
import org.flowtracer.workbench.analysis.LessonTable;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.MethodTable;
import org.flowtracer.workbench.analysis.PaperTable;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import org.flowtracer.workbench.analysis.SweepResults;
import org.flowtracer.workbench.figure.Figure;
import tech.tablesaw.api.Row;

/**
 * The results of a sweep as one Markdown page: the tables, the figures that lie beside it, and, set apart, what the paper reports.
 *
 * @param results of the finished runs
 * @param methods their means
 * @param contrasts their differences
 * @param lessons what they learnt from
 * @param cost their times
 * @param figures that lie beside the page as SVG
 */
public record SweepReport(
        SweepResults results,
        MethodTable methods,
        ContrastTable contrasts,
        LessonTable lessons,
        CostTable cost,
        List<Figure> figures) {
    private static final double PERCENT = 100;
    private static final double SECONDS_SHOWN = 0.0005;

    /** The page, lines ended by {@code \n}. */
    public String markdown() {
        StringBuilder page = new StringBuilder();
        SweepDesign design = results.design();
        page.append("# Sweep `").append(design.name()).append("`\n\n");
        page.append("Drawn by `./flowtracer reproduce` from [the results of ")
                .append(results.runs().rowCount())
                .append(" runs](../data/")
                .append(design.name())
                .append("), ")
                .append(design.seeds().size())
                .append(design.seeds().size() == 1 ? " seed" : " seeds")
                .append(" planned for each of ")
                .append(design.methods().size())
                .append(" methods. Numbers in brackets are 95 % intervals over seeds (Student's t, ddof 1).\n");
        design.primary().ifPresent(primary -> appendPrimary(page, primary));
        appendMethods(page);
        for (String reference : design.references()) {
            appendContrasts(page, reference);
        }
        appendLessons(page);
        appendCost(page);
        page.append("\n## Figures\n");
        figures.forEach(figure -> page.append("\n![")
                .append(figure.title())
                .append("](")
                .append(figure.name())
                .append(".svg)\n"));
        appendPaper(page);
        return page.toString();
    }

    private void appendPrimary(StringBuilder page, Contrast primary) {
        page.append("\n**Primary contrast**, declared before the first run: `")
                .append(primary.method())
                .append("` less `")
                .append(primary.reference())
                .append("` in ")
                .append(primary.measure().title())
                .append(": ");
        Optional<ContrastTable.Row> row = contrasts.of(primary);
        page.append(row.map(found -> points(found.mean()) + " percentage points, p = " + probability(found.pValue())
                                + " (exact two-sided sign-flip test, " + found.seeds().length + " seeds)")
                        .orElse("not known yet"))
                .append(".\n");
    }

    private void appendMethods(StringBuilder page) {
        page.append(
                "\n## What each method reached\n\nPer cent of the test problems; the last column of validation problems over training.\n\n");
        MarkdownTable table = new MarkdownTable("method", "seeds", "greedy", "sampled", "area under the curve");
        for (String method : results.methods()) {
            table.row(
                    "`" + method + "`",
                    String.valueOf(mean(method, Measure.GREEDY_ACCURACY).count()),
                    percent(mean(method, Measure.GREEDY_ACCURACY)),
                    percent(mean(method, Measure.SAMPLED_ACCURACY)),
                    percent(mean(method, Measure.AULC)));
        }
        page.append(table);
    }

    private Interval mean(String method, Measure measure) {
        return methods.rows().stream()
                .filter(row -> row.method().equals(method) && row.measure() == measure)
                .map(MethodTable.Row::mean)
                .findFirst()
                .orElseThrow();
    }

    private void appendContrasts(StringBuilder page, String reference) {
        List<ContrastTable.Row> against = contrasts.rows().stream()
                .filter(row -> row.contrast().reference().equals(reference))
                .toList();
        if (against.isEmpty()) {
            return;
        }
        page.append("\n## Less `").append(reference).append("`, seed by seed\n\n");
        page.append(
                "Percentage points; p of the exact two-sided sign-flip test, and with Holm's correction over all contrasts of the"
                        + " measure but the primary one.\n\n");
        MarkdownTable table = new MarkdownTable("measure", "method", "difference", "p", "p, Holm", "seeds");
        for (ContrastTable.Row row : against) {
            table.row(
                    row.contrast().measure().title(),
                    "`" + row.contrast().method() + "`",
                    points(row.mean()),
                    probability(row.pValue()),
                    row.holm().map(SweepReport::probability).orElse("primary"),
                    String.valueOf(row.seeds().length));
        }
        page.append(table);
    }

    private void appendLessons(StringBuilder page) {
        page.append(
                        "\n## What the runs learnt from\n\nOf the responses drawn in a step: the share that is right, the share that ended by itself before it"
                                + " was cut off, and tokens; of those learnt from: the share without credit (no answer, or scores that do not differ, so"
                                + " that every weight is 1), the mean weight, and the share of tokens whose ratio was clipped. Means over the first and the last ")
                .append(LessonTable.STEPS)
                .append(" steps, and over seeds.\n\n");
        MarkdownTable table = new MarkdownTable(
                "method", "right, %", "ended, %", "tokens", "without credit, %", "mean weight", "clipped, %");
        for (String method : results.methods()) {
            table.row(
                    "`" + method + "`",
                    change(method, "accuracy", "%.1f", PERCENT),
                    change(method, "ended", "%.1f", PERCENT),
                    change(method, "length", "%.1f", 1),
                    weighs(method) ? change(method, "uninformed", "%.1f", PERCENT) : "",
                    weighs(method) ? change(method, "mean_weight", "%.3f", 1) : "",
                    change(method, "clip_fraction", "%.2f", PERCENT));
        }
        page.append(table);
    }

    /** Whether a method has weights of its own. */
    private boolean weighs(String method) {
        return lessons.of(method, "mean_weight").stream().anyMatch(entry -> entry.first() != 1 || entry.last() != 1);
    }

    private String change(String method, String quantity, String format, double scale) {
        return lessons.of(method, quantity)
                .map(entry -> String.format(
                        Locale.ROOT, format + " to " + format, scale * entry.first(), scale * entry.last()))
                .orElse("");
    }

    private void appendCost(StringBuilder page) {
        page.append(
                "\n## What each method costs\n\nSeconds of a step (median over the steps of a run, mean over seeds), in brackets the share of"
                        + " the whole step; the last column is its ratio to the control's. Attention is captured in `read`. Where other work ran beside,"
                        + " small differences say nothing: `./flowtracer bench credit` measures them.\n\n");
        List<String> phases = results.phases().stream().filter(this::takesTime).toList();
        String[] headings = new String[phases.size() + 2];
        headings[0] = "method";
        headings[phases.size() + 1] = "to `" + results.design().control() + "`";
        for (int j = 0; j < phases.size(); j++) {
            headings[j + 1] = phases.get(j);
        }
        MarkdownTable table = new MarkdownTable(headings);
        for (String method : results.methods()) {
            String[] cells = new String[headings.length];
            cells[0] = "`" + method + "`";
            for (int j = 0; j < phases.size(); j++) {
                cells[j + 1] = seconds(method, phases.get(j));
            }
            cells[phases.size() + 1] = cost.step(method)
                    .flatMap(CostTable.Row::ratio)
                    .map(ratio -> ends("%.2f", ratio, 1))
                    .orElse("");
            table.row(cells);
        }
        page.append(table);
    }

    private boolean takesTime(String phase) {
        return cost.rows().stream().anyMatch(row -> row.phase().equals(phase) && row.seconds() >= SECONDS_SHOWN);
    }

    private String seconds(String method, String phase) {
        return cost.rows().stream()
                .filter(row -> row.method().equals(method) && row.phase().equals(phase))
                .findFirst()
                .map(row -> String.format(Locale.ROOT, "%.3f", row.seconds())
                        + row.share()
                                .filter(share -> !phase.equals(SweepResults.WHOLE_STEP))
                                .map(share -> String.format(Locale.ROOT, " (%.1f %%)", PERCENT * share))
                                .orElse(""))
                .orElse("");
    }

    private static void appendPaper(StringBuilder page) {
        page.append("\n## What the paper reports: not our results\n\n");
        page.append(
                "From arXiv 2606.10646, section 5: models of 4 to 8 billion parameters, other data, no intervals given. Per cent.\n\n");
        MarkdownTable table =
                new MarkdownTable("setting", "their method", "called here", "accuracy", "over their GRPO");
        for (Row row : PaperTable.table()) {
            table.row(
                    row.getString("setting"),
                    row.getString("method"),
                    row.getString("credit").isEmpty() ? "not here" : "`" + row.getString("credit") + "`",
                    String.format(Locale.ROOT, "%.1f", row.getDouble("accuracy")),
                    String.format(Locale.ROOT, "%+.1f", row.getDouble("over_grpo")));
        }
        page.append(table);
    }

    private static String percent(Interval share) {
        return ends("%.1f", share, PERCENT);
    }

    private static String points(Interval difference) {
        return ends("%+.1f", difference, PERCENT);
    }

    /** The mean with its ends; a single observation has none. */
    private static String ends(String format, Interval interval, double scale) {
        String mean = String.format(Locale.ROOT, format, scale * interval.mean());
        return interval.count() < 2
                ? mean
                : String.format(
                        Locale.ROOT,
                        "%s [" + format + ", " + format + "]",
                        mean,
                        scale * interval.low(),
                        scale * interval.high());
    }

    private static String probability(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
