package org.flowtracer.workbench.analysis;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.TokenClass;

/**
 * Which kinds of token the flow runs through: the paper observes (section 3) that the tokens of highest throughput are structural delimiters and
 * symbolic anchors, not content. The table counts over the reasoning, that is the response before the answer: into the answer all flow runs in any
 * case, and after it there is none.
 *
 * @param rows a row for each class that occurs, in the order of {@link TokenClass}
 * @param tokens how many tokens the reasoning has
 * @param top how many of them are the top fifth by throughput; ties go to the earlier token
 */
public record HubTable(List<Row> rows, int tokens, int top) {
    /** The share of the reasoning that counts as its heaviest tokens. */
    public static final double TOP_FRACTION = 0.2;

    /** Two-sided level at which a difference counts as more than chance. */
    private static final double LEVEL = 0.05;

    private static final int FEW_TOKENS = 100;

    /**
     * One class of tokens.
     *
     * @param count tokens of the class
     * @param meanThroughput their mean throughput, in units of the question's flow
     * @param inTop how many of them are among the top fifth
     */
    public record Row(TokenClass kind, int count, double meanThroughput, int inTop) {}

    public HubTable {
        rows = List.copyOf(rows);
    }

    /** The table of one trace. */
    public static HubTable of(AttentionTrace trace, ReasoningFlow flow) {
        List<String> texts = ReadableTokens.of(trace.tokens());
        List<Integer> reasoning = trace.regions().response().stream()
                .filter(k -> k < trace.regions().answer().first())
                .boxed()
                .toList();
        int top = (int) Math.ceil(TOP_FRACTION * reasoning.size());
        Set<Integer> heaviest = reasoning.stream()
                .sorted(Comparator.comparingDouble((Integer k) -> flow.throughput(k))
                        .reversed())
                .limit(top)
                .collect(Collectors.toCollection(HashSet::new));
        Map<TokenClass, List<Integer>> byClass = reasoning.stream()
                .collect(Collectors.groupingBy(
                        k -> TokenClass.of(texts.get(k)), () -> new EnumMap<>(TokenClass.class), Collectors.toList()));
        List<Row> rows = byClass.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream()
                                .mapToDouble(flow::throughput)
                                .average()
                                .orElse(0),
                        (int) entry.getValue().stream()
                                .filter(heaviest::contains)
                                .count()))
                .toList();
        return new HubTable(rows, reasoning.size(), top);
    }

    /** How many tokens are structural or symbolic. */
    public int delimiters() {
        return rows.stream().filter(HubTable::isDelimiter).mapToInt(Row::count).sum();
    }

    /** How many of the top fifth are structural or symbolic. */
    public int delimitersInTop() {
        return rows.stream().filter(HubTable::isDelimiter).mapToInt(Row::inTop).sum();
    }

    private static boolean isDelimiter(Row row) {
        TokenClass.Role role = row.kind().role();
        return role == TokenClass.Role.STRUCTURAL || role == TokenClass.Role.SYMBOLIC;
    }

    /**
     * How likely at least {@link #delimitersInTop} delimiters would be among the top fifth if throughput did not depend on the class
     * (hypergeometric upper tail; tokens taken as independent, which neighbours are not).
     */
    public double chanceOfAtLeast() {
        return tail(delimitersInTop(), Math.min(top, delimiters()));
    }

    /** The same for at most that many. */
    public double chanceOfAtMost() {
        return tail(Math.max(0, top - (tokens - delimiters())), delimitersInTop());
    }

    private double tail(int from, int to) {
        double sum = 0;
        for (int hits = from; hits <= to; hits++) {
            sum += Math.exp(logChoose(delimiters(), hits)
                    + logChoose(tokens - delimiters(), top - hits)
                    - logChoose(tokens, top));
        }
        return Math.min(1, sum);
    }

    private static double logChoose(int of, int chosen) {
        double log = 0;
        for (int j = 1; j <= chosen; j++) {
            log += Math.log((of - chosen + j) / (double) j);
        }
        return log;
    }

    /** What the table says of the paper's observation, in one or two sentences. */
    public String statement() {
        if (tokens == 0 || delimiters() == 0 || delimiters() == tokens) {
            return "The reasoning does not hold both delimiters and content, so this trace says nothing of the paper's observation.";
        }
        String counts = String.format(
                Locale.ROOT,
                "Delimiters and symbols are %.0f %% of the reasoning's %d tokens and %.0f %% of its %d heaviest. ",
                100.0 * delimiters() / tokens,
                tokens,
                100.0 * delimitersInTop() / top,
                top);
        return counts
                + verdict()
                + (tokens < FEW_TOKENS ? " So few tokens of a single trace illustrate, they do not prove." : "");
    }

    private String verdict() {
        if (chanceOfAtLeast() < LEVEL / 2) {
            return chance("This agrees with the paper, where they are the hubs of the flow", chanceOfAtLeast());
        }
        if (chanceOfAtMost() < LEVEL / 2) {
            return chance("This contradicts the paper, where they are the hubs of the flow", chanceOfAtMost());
        }
        return "That is within chance: this trace neither supports nor refutes the paper, where they are the hubs of the flow.";
    }

    private static String chance(String verdict, double chance) {
        return String.format(Locale.ROOT, "%s (chance alone would do it in %.2g of cases).", verdict, chance);
    }
}
