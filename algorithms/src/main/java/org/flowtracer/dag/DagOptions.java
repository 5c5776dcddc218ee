package org.flowtracer.dag;

import java.util.List;

/**
 * How a trace becomes a graph.
 *
 * @param layers the layers whose attention is averaged
 * @param heads the heads that are averaged, by index; empty for all of them
 * @param firstToken whether the first token, an attention sink in most models, keeps its edges and its place in the question
 * @param diagonal what becomes of the attention a token pays to itself, which is never an edge
 * @param answerAt at which positions the answer's information arrives
 */
public record DagOptions(
        LayerBand layers, List<Integer> heads, FirstToken firstToken, Diagonal diagonal, AnswerAt answerAt) {
    /** The paper's choices. */
    public static final DagOptions DEFAULT =
            new DagOptions(LayerBand.MIDDLE, List.of(), FirstToken.KEEP, Diagonal.DROP, AnswerAt.TOKEN);

    /** @throws IllegalArgumentException if a head stands twice */
    public DagOptions {
        heads = List.copyOf(heads);
        if (heads.stream().distinct().count() != heads.size()) {
            throw new IllegalArgumentException("expected each head once, found " + heads);
        }
    }

    /** Whether the first token stays in the graph. */
    public enum FirstToken {
        KEEP,
        /** Its edges are removed, and its place in the question. */
        DROP
    }

    /** What becomes of self-attention. */
    public enum Diagonal {
        /** It is left out; rows keep their other entries as they are. */
        DROP,
        /** It is left out, and each row is scaled so that it sums to what it summed to before. */
        RENORMALISE
    }

    /** Where the answer is read. */
    public enum AnswerAt {
        /** At the answer's own tokens. */
        TOKEN,
        /** One to the left of each, since the token at position t is computed by the query at t - 1. */
        PREDICTOR
    }

    public DagOptions withLayers(LayerBand band) {
        return new DagOptions(band, heads, firstToken, diagonal, answerAt);
    }

    public DagOptions withHeads(List<Integer> chosen) {
        return new DagOptions(layers, chosen, firstToken, diagonal, answerAt);
    }

    public DagOptions withFirstToken(FirstToken choice) {
        return new DagOptions(layers, heads, choice, diagonal, answerAt);
    }

    public DagOptions withDiagonal(Diagonal choice) {
        return new DagOptions(layers, heads, firstToken, choice, answerAt);
    }

    public DagOptions withAnswerAt(AnswerAt choice) {
        return new DagOptions(layers, heads, firstToken, diagonal, choice);
    }
}
