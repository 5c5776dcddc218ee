package org.flowtracer.workbench.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.Ranking;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.analysis.AgreementTable;
import org.flowtracer.workbench.analysis.ScoredTrace;
import org.flowtracer.workbench.figure.Page.Anchor;
import tech.tablesaw.api.Table;

/**
 * The response's text once a scorer, each unit the darker the higher the scorer ranks it. Where a text is so long that the figure could not be opened
 * any more, the scorers that were asked for first have strips.
 *
 * @param map the trace, with the rankings of the scorers that have a strip
 * @param lines of the text; those of its end where it is longer than a page
 * @param others how many scorers that could score have none
 * @param isCut whether the text's start is left out
 */
public record TextStripsFigure(RankMapFigure map, List<List<Piece>> lines, int others, boolean isCut)
        implements Figure {
    /**
     * A part of a unit that stands in one line.
     *
     * @param unit which unit of the response, from 0
     * @param text visible characters
     * @param column where in the line it starts
     */
    public record Piece(int unit, String text, int column) {
        int length() {
            return text.codePointCount(0, text.length());
        }
    }

    private static final double NAMES = 102;
    private static final double TOP = 38;
    private static final double NARROWEST = 330;
    private static final double LINE = 9;
    private static final double CELL = LINE - 2.0 / 3;
    private static final double SPACE = 3;
    private static final double HEADING = 12;
    private static final double HIGHEST = 2600;
    private static final int LINES_MAX = 30;
    private static final double COLUMN = 4;
    private static final double SIZE = Page.SMALL * COLUMN / Typeface.MONO.width("x", Page.SMALL);
    private static final int COLUMNS = (int) Math.floor(Page.WIDTH / COLUMN);
    private static final int COLUMNS_BESIDE_NAMES = (int) Math.floor((Page.WIDTH - NAMES) / COLUMN);

    /** The strips of a trace, in the order of the agreement's tree; empty where its units have no texts. */
    public static Optional<TextStripsFigure> of(ScoredTrace trace, AgreementTable agreement) {
        if (!trace.hasText()) {
            return Optional.empty();
        }
        List<String> scorers = agreement.clustered().stream()
                .filter(scorer -> trace.by(scorer).isPresent())
                .toList();
        List<List<Piece>> beside = lines(trace, COLUMNS_BESIDE_NAMES);
        if (scorers.size() * (beside.size() * LINE + SPACE) <= HIGHEST) {
            return Optional.of(new TextStripsFigure(RankMapFigure.of(trace, scorers), beside, 0, false));
        }
        List<List<Piece>> all = lines(trace, COLUMNS);
        List<List<Piece>> lines = all.subList(Math.max(0, all.size() - LINES_MAX), all.size());
        int room = (int) Math.floor(HIGHEST / (HEADING + lines.size() * LINE + SPACE));
        List<String> chosen =
                trace.scores().stream().map(TokenScores::scorer).limit(room).toList();
        return Optional.of(new TextStripsFigure(
                RankMapFigure.of(
                        trace, scorers.stream().filter(chosen::contains).toList()),
                lines,
                scorers.size() - chosen.size(),
                lines.size() < all.size()));
    }

    private static List<List<Piece>> lines(ScoredTrace trace, int columns) {
        List<List<Piece>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        int column = 0;
        for (int j = 0; j < trace.response().size(); j++) {
            String text = visible(trace.units().get(trace.response().get(j)).text());
            int[] characters = text.codePoints().toArray();
            for (int from = 0; from < characters.length; ) {
                if (column == columns) {
                    lines.add(new ArrayList<>());
                    column = 0;
                }
                int length = Math.min(characters.length - from, columns - column);
                lines.get(lines.size() - 1).add(new Piece(j, new String(characters, from, length), column));
                from += length;
                column += length;
            }
        }
        return lines;
    }

    /** With blanks as they are: only what would not be seen is spelled out. */
    private static String visible(String text) {
        return ReadableTokens.visible(text).replace('␣', ' ');
    }

    @Override
    public String name() {
        return "text-strips";
    }

    @Override
    public String title() {
        return "The response as each scorer sees it";
    }

    private boolean hasNamesAbove() {
        return others > 0;
    }

    private double left() {
        return hasNamesAbove() ? 0 : NAMES;
    }

    @Override
    public double width() {
        int longest = lines.stream()
                .flatMap(List::stream)
                .mapToInt(piece -> piece.column() + piece.length())
                .max()
                .orElse(0);
        return Math.max(NARROWEST, left() + longest * COLUMN) + 2 * Page.MARGIN;
    }

    @Override
    public double height() {
        return TOP + map.rankings().size() * stripHeight() + 2 * Page.MARGIN;
    }

    private double stripHeight() {
        return (hasNamesAbove() ? HEADING : 0) + lines.size() * LINE + SPACE;
    }

    @Override
    public void draw(Graphics2D graphics) {
        var page = new Page(graphics);
        page.title(
                title(),
                "the darker, the higher a scorer ranks it"
                        + (others > 0
                                ? "; the first " + map.rankings().size() + " scorers asked for, " + others
                                        + " more are not drawn"
                                : "")
                        + (isCut ? "; the end of the text" : ""),
                0,
                10);
        RankMapFigure.drawScale(page, width() - 2 * Page.MARGIN, 4);
        for (int strip = 0; strip < map.rankings().size(); strip++) {
            drawStrip(page, map.rankings().get(strip), TOP + strip * stripHeight());
        }
    }

    private void drawStrip(Page page, Ranking ranking, double top) {
        if (hasNamesAbove()) {
            page.text(Typeface.BOLD, ranking.scorer(), 0, top + 7.5, Page.TEXT, Anchor.START, Palette.INK);
        } else {
            page.text(ranking.scorer(), NAMES - 6, top + 6.6, Page.SMALL, Anchor.END, Palette.INK);
        }
        double textTop = top + (hasNamesAbove() ? HEADING : 0);
        for (int line = 0; line < lines.size(); line++) {
            for (Piece piece : lines.get(line)) {
                Color color = RankMapFigure.color(RankMapFigure.height(ranking, piece.unit()));
                double x = left() + piece.column() * COLUMN;
                double y = textTop + line * LINE;
                page.rectangle(x, y, piece.length() * COLUMN, CELL, color);
                page.text(Typeface.MONO, piece.text(), x, y + 6.4, SIZE, Anchor.START, Palette.inkOn(color));
            }
        }
    }

    @Override
    public Table data() {
        return map.data().setName(name());
    }
}
