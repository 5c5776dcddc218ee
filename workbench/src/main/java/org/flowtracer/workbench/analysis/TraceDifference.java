package org.flowtracer.workbench.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Agreement;
import org.flowtracer.compare.Ranking;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.files.InputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Two traces of one prompt side by side: of two models, two checkpoints, a right and a wrong answer. Prompts are aligned token by token, responses
 * by a longest common subsequence.
 *
 * @param alignment of all tokens
 * @param pieces what flows through the pieces of the texts
 */
public record TraceDifference(Side first, Side second, TokenAlignment alignment, PieceDifference pieces) {
    /**
     * One of the two.
     *
     * @param scores of its tokens
     */
    public record Side(String name, ReasoningTrace trace, ScoredTrace scores) {
        static Side of(String name, ReasoningTrace trace, List<TokenScorer> scorers) {
            Evidence evidence = new Evidence(trace.flow().dag(), trace.trace());
            return new Side(name, trace, ScoredTrace.of(name, evidence, scorers));
        }

        /** The tokens of the question, and of the response. */
        List<Positions> regions() {
            AttentionTrace seen = trace.trace();
            return List.of(seen.regions().question(), seen.regions().response());
        }

        /** The readable text of each token [n]. */
        public List<String> texts() {
            return scores.units().stream().map(Unit::text).toList();
        }

        /** What the answer reads. */
        public String answer() {
            List<String> texts = texts();
            StringBuilder text = new StringBuilder();
            trace.trace().regions().answer().stream().forEach(k -> text.append(texts.get(k)));
            return text.toString();
        }

        /**
         * How high each token is ranked among those of its region, the question or the response, in percent; NaN for tokens of neither [n].
         *
         * @throws java.util.NoSuchElementException if the scorer could not score
         */
        public double[] percentiles(String scorer) {
            TokenScores ofScorer = scores.by(scorer).orElseThrow();
            double[] percentiles = new double[scores.size()];
            Arrays.fill(percentiles, Double.NaN);
            for (Positions region : regions()) {
                Ranking ranking = Ranking.of(ofScorer, region);
                for (int j = 0; j < region.size(); j++) {
                    percentiles[region.get(j)] = ranking.percentile(j);
                }
            }
            return percentiles;
        }
    }

    /**
     * Sets two traces side by side.
     *
     * @throws InputException if the prompts differ, with the place where they do, or other tokens of them are the question
     */
    public static TraceDifference of(
            String firstName,
            ReasoningTrace first,
            String secondName,
            ReasoningTrace second,
            List<TokenScorer> scorers,
            Contraction.Pieces kind) {
        requireSamePrompt(first.trace(), second.trace(), firstName + " and " + secondName);
        TokenAlignment alignment = aligned(first.trace(), second.trace());
        return new TraceDifference(
                Side.of(firstName, first, scorers),
                Side.of(secondName, second, scorers),
                alignment,
                PieceDifference.of(first, second, alignment, kind));
    }

    private static TokenAlignment aligned(AttentionTrace first, AttentionTrace second) {
        List<String> texts = ReadableTokens.of(first.tokens());
        List<String> others = ReadableTokens.of(second.tokens());
        int start = first.regions().response().first();
        TokenAlignment responses =
                TokenAlignment.of(texts.subList(start, texts.size()), others.subList(start, others.size()));
        return new TokenAlignment(Stream.concat(
                        IntStream.range(0, start).mapToObj(k -> new TokenAlignment.Column(k, k)),
                        responses.columns().stream().map(column -> column.movedBy(start)))
                .toList());
    }

    private static void requireSamePrompt(AttentionTrace first, AttentionTrace second, String where) {
        List<String> prompt = prompt(first);
        List<String> other = prompt(second);
        for (int k = 0; k < Math.min(prompt.size(), other.size()); k++) {
            if (!prompt.get(k).equals(other.get(k))) {
                throw new InputException(
                        "the same prompt",
                        quoted(prompt.get(k)) + " and " + quoted(other.get(k)) + " at token " + k,
                        where);
            }
        }
        if (prompt.size() != other.size()) {
            throw new InputException(
                    "the same prompt",
                    "responses that start at tokens " + prompt.size() + " and " + other.size(),
                    where);
        }
        Positions question = first.regions().question();
        if (!question.equals(second.regions().question())) {
            throw new InputException(
                    "the same question",
                    "it at tokens " + question + " and " + second.regions().question(),
                    where);
        }
    }

    private static List<String> prompt(AttentionTrace trace) {
        return ReadableTokens.of(trace.tokens())
                .subList(0, trace.regions().response().first());
    }

    private static String quoted(String token) {
        return "'" + ReadableTokens.visible(token) + "'";
    }

    /** The scorers that could score both, in the order asked. */
    public List<String> scorers() {
        return first.scores.scores().stream()
                .map(TokenScores::scorer)
                .filter(scorer -> second.scores.by(scorer).isPresent())
                .toList();
    }

    /** How far a scorer agrees with itself on the tokens that both have of the question, or of the response; empty if these are fewer than two. */
    public Optional<Agreement> agreement(String scorer, boolean ofResponse) {
        Positions region = first.regions().get(ofResponse ? 1 : 0);
        Positions otherRegion = second.regions().get(ofResponse ? 1 : 0);
        List<TokenAlignment.Column> common = alignment.columns().stream()
                .filter(column ->
                        column.isCommon() && region.contains(column.first()) && otherRegion.contains(column.second()))
                .toList();
        if (common.size() < 2) {
            return Optional.empty();
        }
        TokenScores scores = first.scores.by(scorer).orElseThrow();
        TokenScores others = second.scores.by(scorer).orElseThrow();
        double[] x =
                common.stream().mapToDouble(column -> scores.of(column.first())).toArray();
        double[] y = common.stream()
                .mapToDouble(column -> others.of(column.second()))
                .toArray();
        return Optional.of(Agreement.of(
                new TokenScores(scorer, x), new TokenScores(scorer, y), Positions.range(0, common.size())));
    }

    /** A row a scorer: its agreement with itself on the common tokens of the question and of the response, as Spearman, Kendall and overlaps. */
    public Table scorerTable() {
        Table table = Table.create("scorers", StringColumn.create("scorer", scorers()));
        for (String part : List.of("question", "response")) {
            DoubleColumn spearman = DoubleColumn.create(part + "_spearman");
            DoubleColumn kendall = DoubleColumn.create(part + "_kendall");
            DoubleColumn overlap20 = DoubleColumn.create(part + "_overlap20");
            DoubleColumn overlap40 = DoubleColumn.create(part + "_overlap40");
            for (String scorer : scorers()) {
                Optional<Agreement> found = agreement(scorer, part.equals("response"));
                spearman.append(found.map(Agreement::spearman).orElse(Double.NaN));
                kendall.append(found.map(Agreement::kendall).orElse(Double.NaN));
                overlap20.append(found.map(Agreement::overlap20).orElse(Double.NaN));
                overlap40.append(found.map(Agreement::overlap40).orElse(Double.NaN));
            }
            table.addColumns(spearman, kendall, overlap20, overlap40);
        }
        return table;
    }

    /**
     * A row a column of the alignment: {@code column}, {@code token_first}, {@code token_second} (positions, blank for a gap), {@code text},
     * {@code region}, then for each scorer {@code NAME_first}, {@code NAME_second} (scores) and {@code NAME_change} (in percentile points).
     */
    public Table tokenTable() {
        return tokenTable(scorers());
    }

    /** The same for some scorers. */
    public Table tokenTable(List<String> scorers) {
        List<TokenAlignment.Column> columns = alignment.columns();
        IntColumn tokens = IntColumn.create("token_first");
        IntColumn others = IntColumn.create("token_second");
        StringColumn text = StringColumn.create("text");
        StringColumn region = StringColumn.create("region");
        for (TokenAlignment.Column column : columns) {
            append(tokens, column.first());
            append(others, column.second());
            text.append(unit(column).text());
            region.append(unit(column).region());
        }
        Table table = Table.create(
                "tokens", IntColumn.indexColumn("column", columns.size(), 0), tokens, others, text, region);
        for (String scorer : scorers) {
            TokenScores scores = first.scores.by(scorer).orElseThrow();
            TokenScores otherScores = second.scores.by(scorer).orElseThrow();
            double[] change = change(scorer);
            table.addColumns(
                    DoubleColumn.create(
                            scorer + "_first",
                            columns.stream().mapToDouble(column -> at(scores.values(), column.first()))),
                    DoubleColumn.create(
                            scorer + "_second",
                            columns.stream().mapToDouble(column -> at(otherScores.values(), column.second()))),
                    DoubleColumn.create(scorer + "_change", change));
        }
        return table;
    }

    private static void append(IntColumn column, int token) {
        if (token == TokenAlignment.GAP) {
            column.appendMissing();
        } else {
            column.append(token);
        }
    }

    private static double at(double[] values, int token) {
        return token == TokenAlignment.GAP ? Double.NaN : values[token];
    }

    /** The token of a column, as the first text has it or else the second. */
    public Unit unit(TokenAlignment.Column column) {
        return column.first() != TokenAlignment.GAP
                ? first.scores.units().get(column.first())
                : second.scores.units().get(column.second());
    }

    /** By how many percentile points each column's token is ranked higher in the second text; NaN where only one has it, or no region. */
    public double[] change(String scorer) {
        double[] percentiles = first.percentiles(scorer);
        double[] others = second.percentiles(scorer);
        return alignment.columns().stream()
                .mapToDouble(column -> at(others, column.second()) - at(percentiles, column.first()))
                .toArray();
    }

    /** The flow between regions: {@code from}, {@code to}, {@code first}, {@code second}, {@code difference}. What leaves to the sink counts as the answer's. */
    public Table regionTable() {
        RegionFlow flow = RegionFlow.of(first.trace.flow());
        RegionFlow other = RegionFlow.of(second.trace.flow());
        StringColumn from = StringColumn.create("from");
        StringColumn to = StringColumn.create("to");
        DoubleColumn firsts = DoubleColumn.create("first");
        DoubleColumn seconds = DoubleColumn.create("second");
        for (int a = 0; a < RegionFlow.REGIONS.size(); a++) {
            for (int b = a; b < RegionFlow.REGIONS.size(); b++) {
                double one = a == b ? flow.within(a) : flow.forward(a, b);
                double two = a == b ? other.within(a) : other.forward(a, b);
                if (one > 0 || two > 0) {
                    from.append(region(a));
                    to.append(region(b));
                    firsts.append(one);
                    seconds.append(two);
                }
            }
        }
        return Table.create(
                "regions", from, to, firsts, seconds, seconds.subtract(firsts).setName("difference"));
    }

    private static String region(int index) {
        String name = RegionFlow.REGIONS.get(index);
        return name.isEmpty() ? "other" : name;
    }

    /** The edges of both backbones. */
    public BackboneDifference backbones() {
        return BackboneDifference.of(first.trace, second.trace, alignment);
    }
}
