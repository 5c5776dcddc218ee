package org.flowtracer.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.ReadableTokens;

/**
 * Scores of tokens contracted to scores of statements, lines or sentences.
 *
 * @param size number of tokens n
 * @param groups the tokens of each statement; not empty, and no token in two of them
 */
public record ScoreContraction(int size, List<Positions> groups) {
    private static final int NO_GROUP = -1;

    /** @throws IllegalArgumentException if a group is empty or leaves the tokens, or a token stands in two groups */
    public ScoreContraction {
        groups = List.copyOf(groups);
        groupOfToken(size, groups);
    }

    /**
     * The lines of a region: each ends with a token whose text holds a line feed, empty lines included.
     *
     * @param tokens each token [n], as text or as the vocabulary spells it
     */
    public static ScoreContraction lines(List<String> tokens, Positions region) {
        return split(tokens, region, ScoreContraction::endsLine);
    }

    /**
     * The sentences of a region: each ends as a {@linkplain #lines line} does, or with a token that ends in a full stop, question or exclamation
     * mark and is followed by white space, so that the point of 3.5 ends none.
     *
     * @param tokens each token [n], as text or as the vocabulary spells it
     */
    public static ScoreContraction sentences(List<String> tokens, Positions region) {
        return split(tokens, region, ScoreContraction::endsSentence);
    }

    /**
     * The statements of a region: each ends as a {@linkplain #sentences sentence} does, or with a token that ends in a semicolon.
     *
     * @param tokens each token [n], as text or as the vocabulary spells it
     */
    public static ScoreContraction statements(List<String> tokens, Positions region) {
        return split(tokens, region, (token, next) -> token.endsWith(";") || endsSentence(token, next));
    }

    /** At the last of the line feeds that follow one another. */
    private static boolean endsLine(String token, String next) {
        return token.contains("\n") && !isLineFeed(next);
    }

    private static boolean isLineFeed(String token) {
        return token.contains("\n") && token.isBlank();
    }

    private static boolean endsSentence(String token, String next) {
        boolean mark = token.endsWith(".") || token.endsWith("!") || token.endsWith("?");
        return endsLine(token, next) || (mark && startsBlank(next) && !isLineFeed(next));
    }

    private static boolean startsBlank(String token) {
        return token.isEmpty() || Character.isWhitespace(token.charAt(0));
    }

    private static ScoreContraction split(
            List<String> tokens, Positions region, BiPredicate<String, String> endsBefore) {
        List<String> texts = ReadableTokens.of(tokens);
        List<Positions> groups = new ArrayList<>();
        int from = 0;
        for (int j = 0; j < region.size(); j++) {
            boolean last = j == region.size() - 1;
            if (last || endsBefore.test(texts.get(region.get(j)), texts.get(region.get(j + 1)))) {
                groups.add(Positions.of(Arrays.copyOfRange(region.toArray(), from, j + 1)));
                from = j + 1;
            }
        }
        return new ScoreContraction(tokens.size(), groups);
    }

    /** The mean score of each group's tokens, in the order of the groups. */
    public double[] means(TokenScores scores) {
        return contract(scores, group -> group.stream().mapToDouble(scores::of).sum() / group.size());
    }

    /** The sum of the scores of each group's tokens, in the order of the groups. */
    public double[] sums(TokenScores scores) {
        return contract(scores, group -> group.stream().mapToDouble(scores::of).sum());
    }

    private double[] contract(TokenScores scores, ToDoubleFunction<Positions> reduction) {
        if (scores.values().length != size) {
            throw new IllegalArgumentException("expected scores of " + size + " tokens, found " + scores.values().length
                    + " by " + scores.scorer());
        }
        return groups.stream().mapToDouble(reduction).toArray();
    }

    /**
     * The summed scores of the edges between groups: row a, column b holds those of the edges from a token of group a to a later one of group
     * b; the diagonal, those inside a group. Cost O(n^2).
     */
    public double[][] between(EdgeScores edges) {
        int[] groupOf = groupOfToken(size, groups);
        double[][] sums = new double[groups.size()][groups.size()];
        for (int to = 0; to < size; to++) {
            for (int from = 0; from < to && groupOf[to] != NO_GROUP; from++) {
                if (groupOf[from] != NO_GROUP) {
                    sums[groupOf[from]][groupOf[to]] += edges.of(from, to);
                }
            }
        }
        return sums;
    }

    private static int[] groupOfToken(int size, List<Positions> groups) {
        int[] groupOf = new int[size];
        Arrays.fill(groupOf, NO_GROUP);
        for (int group = 0; group < groups.size(); group++) {
            Positions tokens = groups.get(group);
            if (tokens.isEmpty() || tokens.last() >= size) {
                throw new IllegalArgumentException(
                        "expected tokens below " + size + " in group " + group + ", found " + tokens);
            }
            for (int token : tokens.toArray()) {
                if (groupOf[token] != NO_GROUP) {
                    throw new IllegalArgumentException("expected each token in one group, found " + token + " in "
                            + groupOf[token] + " and " + group);
                }
                groupOf[token] = group;
            }
        }
        return groupOf;
    }
}
