package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.flowtracer.compare.Interval;
import org.flowtracer.workbench.analysis.ContrastTable;
import org.flowtracer.workbench.analysis.ContrastTable.Row;
import org.flowtracer.workbench.analysis.IntervalColumns;
import org.flowtracer.workbench.analysis.Measure;
import org.flowtracer.workbench.analysis.SweepDesign;
import org.flowtracer.workbench.analysis.SweepDesign.Choice;
import org.flowtracer.workbench.analysis.SweepDesign.Contrast;
import org.flowtracer.workbench.analysis.SweepDesign.Panel;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One setting at a time: what each of its values has over the control, mean over seeds with its 95 % interval (Student's t,
 * ddof 1). The value that stands in several panels is the method from which all others differ.
 *
 * @param measure that of the design
 * @param control what is subtracted
 * @param panels a setting each, of the values that have finished runs
 */
public record AblationFigure(Measure measure, String control, List<Setting> panels) implements Figure {
    private static final int DECIMALS = 4;
    private static final double LEFT = 26;
    private static final double TOP = 46;
    private static final double PANEL = 96;
    private static final double ROW = PANEL + 46;
    private static final double GAP = 12;
    private static final int COLUMNS = 3;
    private static final double DOT = 2.6;
    private static final double POINTS = 100;

    /** A setting and its values. */
    public record Setting(String name, List<Value> values) {}

    /**
     * One value of a setting.
     *
     * @param standard whether other panels hold the same method
     * @param gain over the control
     */
    public record Value(String label, String method, boolean standard, Interval gain) {}

    /** The figure of a sweep with panels; empty where none of them has a value to show. */
    public static Optional<AblationFigure> of(SweepDesign design, ContrastTable contrasts) {
        List<Setting> settings = design.panels().stream()
                .map(panel -> new Setting(
                        panel.setting(),
                        panel.choices().stream()
                                .flatMap(choice -> value(choice, design, contrasts).stream())
                                .toList()))
                .filter(setting -> !setting.values.isEmpty())
                .toList();
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of(new AblationFigure(design.measure(), design.control(), settings));
    }

    private static Optional<Value> value(Choice choice, SweepDesign design, ContrastTable contrasts) {
        long panels = design.panels().stream()
                .map(Panel::choices)
                .filter(choices ->
                        choices.stream().anyMatch(other -> other.method().equals(choice.method())))
                .count();
        return contrasts
                .of(new Contrast(choice.method(), design.control(), design.measure()))
                .map(Row::mean)
                .map(gain -> new Value(choice.value(), choice.method(), panels > 1, gain));
    }

    @Override
    public String name() {
        return "ablations";
    }

    @Override
    public String title() {
        return "One setting at a time";
    }

    @Override
    public double width() {
        return Page.WIDTH + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        return TOP + rows * ROW - 30 + 2 * Page.MARGIN;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                measure.title() + " less that of " + control
                        + ", percentage points; mean over seeds with its 95 % interval; filled: the standard choice",
                0,
                10);
        Axis gains = Axis.over(
                DoubleStream.concat(
                                DoubleStream.of(0),
                                panels.stream()
                                        .flatMap(setting -> setting.values.stream())
                                        .flatMapToDouble(value -> DoubleStream.of(
                                                value.gain.low(), value.gain.mean(), value.gain.high())))
                        .map(gain -> POINTS * gain)
                        .toArray(),
                PANEL,
                0);
        double panelWidth = (Page.WIDTH - LEFT - (COLUMNS - 1) * GAP) / COLUMNS;
        for (int j = 0; j < panels.size(); j++) {
            int row = j / COLUMNS;
            int column = j % COLUMNS;
            double left = LEFT + column * (panelWidth + GAP);
            double top = TOP + row * ROW;
            drawPanel(page, panels.get(j), gains.along(top + PANEL, top), left, panelWidth, column == 0);
        }
    }

    private static void drawPanel(Page page, Setting setting, Axis gains, double left, double width, boolean labelled) {
        page.text(Typeface.BOLD, setting.name, left, gains.end() - 5, Page.TEXT, Anchor.START, Palette.INK);
        for (BigDecimal tick : gains.ticks(5)) {
            double y = gains.at(tick.doubleValue());
            page.line(left, y, left + width, y, tick.signum() == 0 ? Palette.MUTED : Palette.GRID, 0.5);
            if (labelled) {
                page.text(Ticks.signed(tick), left - 4, y + 2.4, Page.SMALL, Anchor.END, Palette.MUTED);
            }
        }
        double slot = width / setting.values.size();
        for (int j = 0; j < setting.values.size(); j++) {
            Value value = setting.values.get(j);
            double x = left + (j + 0.5) * slot;
            Color color = value.standard ? Palette.ACCENT : Palette.QUESTION;
            page.line(x, gains.at(POINTS * value.gain.low()), x, gains.at(POINTS * value.gain.high()), color, 1.2);
            double y = gains.at(POINTS * value.gain.mean());
            page.dot(x, y, DOT, color);
            if (!value.standard) {
                page.dot(x, y, DOT - 1.1, Color.WHITE);
            }
            page.text(value.label, x, gains.start() + 10, Page.SMALL, Anchor.MIDDLE, Palette.MUTED);
        }
    }

    @Override
    public Table data() {
        StringColumn setting = StringColumn.create("setting");
        StringColumn value = StringColumn.create("value");
        StringColumn method = StringColumn.create("method");
        IntColumn seeds = IntColumn.create("seeds");
        List<Interval> gains = new ArrayList<>();
        for (Setting panel : panels) {
            for (Value each : panel.values) {
                setting.append(panel.name);
                value.append(each.label);
                method.append(each.method);
                seeds.append(each.gain.count());
                gains.add(each.gain);
            }
        }
        Table table = Table.create(name(), setting, value, method);
        IntervalColumns.add(table, "gain", "", gains, DECIMALS);
        return table.addColumns(seeds);
    }
}
