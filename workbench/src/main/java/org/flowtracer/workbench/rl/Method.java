package org.flowtracer.workbench.rl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowtracer.credit.CreditWeights;
import org.flowtracer.credit.Shaping;
import org.flowtracer.credit.TokenCredit;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreOptions;
import org.flowtracer.score.Scorers;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.CausalMatrix;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.files.Settings;

/**
 * What runs that are compared differ in: where a token's advantage comes from, and what multiplies it.
 *
 * <p>Names that need no options:
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code uniform}</td><td>GRPO, every weight 1</td></tr>
 * <tr><td>any scorer</td><td>GRPO, the 40 % of tokens of highest score weigh 1.5</td></tr>
 * <tr><td>{@code bottom:SCORER}</td><td>the 40 % of lowest score instead</td></tr>
 * <tr><td>{@code shuffled:SCORER}</td><td>the scorer's weights dealt out anew within each response</td></tr>
 * <tr><td>{@code uniform-scaled}, {@code uniform-scaled:SCORER}</td><td>the mean of the weights of {@code throughput}, or of the scorer, at every token</td></tr>
 * <tr><td>{@code uniform-rate}</td><td>{@code uniform} with the learning rate times 1.2</td></tr>
 * <tr><td>{@code ppo}, {@code vineppo}</td><td>these trainers, every weight 1</td></tr>
 * </table>
 *
 * @param name in tables and paths
 * @param trainer where advantages come from
 * @param scorer the name of who scores tokens; {@code uniform} needs no scores
 * @param credit how scores become weights
 * @param deal what happens to the weights then
 * @param annealed whether the bonus falls to 0 along a line over the run
 * @param meanOne whether the weights of each response are divided by their mean
 * @param layers whose attention is averaged
 * @param answerAt where the answer arrives
 * @param rateFactor what the learning rate is multiplied by
 */
public record Method(
        String name,
        Trainer trainer,
        String scorer,
        TokenCredit credit,
        Deal deal,
        boolean annealed,
        boolean meanOne,
        LayerBand layers,
        DagOptions.AnswerAt answerAt,
        double rateFactor) {
    /** The scorer that gives every token the same, and so asks for no trace. */
    public static final String UNIFORM = "uniform";

    /** The keys of a method in a file. */
    public static final List<String> KEYS = List.of(
            "name",
            "trainer",
            "scorer",
            "shaping",
            "fraction",
            "gamma",
            "signs",
            "answer_tokens",
            "deal",
            "annealed",
            "mean_one",
            "layers",
            "answer_at",
            "rate_factor");

    private static final Set<String> WITHOUT_SCORER = Set.of("ppo", "vineppo", "uniform-rate");

    private static final CausalMatrix TWO_TOKENS = CausalMatrix.over(2, new float[] {1, 0.5f, 0.5f});
    private static final Attention MEAN = new Attention.Averaged(List.of(0), 1, TWO_TOKENS);
    private static final Attention HEADS = new Attention.PerHead(List.of(0), 1, List.of(List.of(TWO_TOKENS)));
    private static final double RATE_FACTOR = 1.2; // the mean weight of a credit of 1.5 on 40 % of the tokens

    /** Where the advantages of tokens come from. */
    public enum Trainer {
        /** The reward of the response beside those of its group. */
        GRPO,
        /** The values of a critic. */
        PPO,
        /** The rewards of continuations from the beginnings of its steps. */
        VINEPPO
    }

    /** What happens to a scorer's weights. */
    public enum Deal {
        /** They stay. */
        OWN,
        /** Each becomes their mean: a control for the longer step. */
        FLATTENED,
        /** They are permuted within the response: a control for their spread. */
        SHUFFLED
    }

    /** @throws IllegalArgumentException if there is no such scorer, it needs what a step does not know, or the factor is not positive */
    public Method {
        Optional<String> lacking = lacks(scorer, HEADS);
        if (lacking.isPresent()) {
            throw new IllegalArgumentException("expected a scorer that a step can give all it needs, found " + scorer
                    + ", which needs " + lacking.get());
        }
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a positive factor of the learning rate, found " + rateFactor);
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9:._-]*")) {
            throw new IllegalArgumentException(
                    "expected a method's name of letters, digits and :._- that starts with a letter or digit, found '"
                            + name + "'");
        }
    }

    /**
     * The method of one of the names above.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Method named(String name) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String scorer = colon < 0 ? "throughput" : name.substring(colon + 1);
        if (colon >= 0 && WITHOUT_SCORER.contains(kind)) {
            throw new IllegalArgumentException("expected " + kind + " without a scorer, found '" + name + "'");
        }
        if (colon >= 0 && scorer.equals(UNIFORM)) {
            throw new IllegalArgumentException(
                    "expected a scorer that tells tokens apart after " + kind + ":, found '" + name + "'");
        }
        return switch (kind) {
            case "ppo" -> of(name, UNIFORM).withTrainer(Trainer.PPO);
            case "vineppo" -> of(name, UNIFORM).withTrainer(Trainer.VINEPPO);
            case "uniform-rate" -> of(name, UNIFORM).withRateFactor(RATE_FACTOR);
            case "uniform-scaled" -> of(name, scorer).withDeal(Deal.FLATTENED);
            case "shuffled" -> of(name, scorer).withDeal(Deal.SHUFFLED);
            case "bottom" -> of(name, scorer).withCredit(TokenCredit.DEFAULT.withShaping(Shaping.BOTTOM));
            default -> of(name, name);
        };
    }

    private static Method of(String name, String scorer) {
        return new Method(
                name,
                Trainer.GRPO,
                scorer,
                TokenCredit.DEFAULT,
                Deal.OWN,
                false,
                false,
                LayerBand.MIDDLE,
                DagOptions.AnswerAt.TOKEN,
                1);
    }

    /**
     * Reads a method. Without the key {@code scorer} its {@code name} must be one of those above, whose choices the other keys replace; with it
     * the name is free.
     *
     * @throws InputException if a key is unknown or a value is not possible
     */
    public static Method read(JsonObject json) {
        json.requireOnly(KEYS);
        try {
            Method base =
                    json.has("scorer") ? of(json.string("name"), json.string("scorer")) : named(json.string("name"));
            TokenCredit credit = base.credit;
            return new Method(
                    base.name,
                    json.choice("trainer", Trainer.class, base.trainer),
                    base.scorer,
                    new TokenCredit(
                            json.choice("shaping", Shaping.class, credit.shaping()),
                            json.number("fraction", credit.fraction()),
                            json.number("gamma", credit.gamma()),
                            json.choice("signs", TokenCredit.Signs.class, credit.signs()),
                            json.choice("answer_tokens", TokenCredit.AnswerTokens.class, credit.answerTokens())),
                    json.choice("deal", Deal.class, base.deal),
                    json.bool("annealed", base.annealed),
                    json.bool("mean_one", base.meanOne),
                    new LayerBand(json.string("layers", base.layers.name())),
                    json.choice("answer_at", DagOptions.AnswerAt.class, base.answerAt),
                    json.number("rate_factor", base.rateFactor));
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(e, json.where());
        }
    }

    /** Everything about it, as {@link #read} reads it. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("trainer", Settings.label(trainer));
        map.put("scorer", scorer);
        map.put("shaping", Settings.label(credit.shaping()));
        map.put("fraction", credit.fraction());
        map.put("gamma", credit.gamma());
        map.put("signs", Settings.label(credit.signs()));
        map.put("answer_tokens", Settings.label(credit.answerTokens()));
        map.put("deal", Settings.label(deal));
        map.put("annealed", annealed);
        map.put("mean_one", meanOne);
        map.put("layers", layers.name());
        map.put("answer_at", Settings.label(answerAt));
        map.put("rate_factor", rateFactor);
        return map;
    }

    /** Whether weights are made from scores, and so from a trace. */
    public boolean needsScores() {
        return !scorer.equals(UNIFORM);
    }

    /** Whether the scorer asks for every head of every layer, and not for the mean over its band alone. */
    public boolean needsHeads() {
        return needsScores() && lacks(scorer, MEAN).isPresent();
    }

    private static Optional<String> lacks(String scorer, Attention attention) {
        AttentionTrace trace = AttentionTrace.of(List.of("", ""), Regions.ofRanges(0, 1, 1, 2, 1, 2), attention)
                .withLogProb(new float[1])
                .withEntropy(new float[2]);
        DagOptions stored = DagOptions.DEFAULT.withLayers(LayerBand.STORED);
        return Scorers.named(scorer, ScoreOptions.DEFAULT).lacks(Evidence.of(trace, stored));
    }

    /** How a trace becomes the graph that is scored. */
    public DagOptions dag() {
        return DagOptions.DEFAULT.withLayers(layers).withAnswerAt(answerAt);
    }

    /**
     * The weights of one response.
     *
     * @param advantage of the response; only its sign is used
     * @param seed of what is random in the method
     * @param progress of the run, from 0 to 1
     */
    public CreditWeights weights(Evidence evidence, double advantage, long seed, double progress) {
        TokenCredit now = annealed ? credit.annealed(progress) : credit;
        CreditWeights weights = now.weights(
                Scorers.named(scorer, ScoreOptions.DEFAULT.withSeed(seed)).score(evidence),
                evidence.dag().regions(),
                advantage);
        CreditWeights scaled = meanOne ? weights.meanOne() : weights;
        return switch (deal) {
            case OWN -> scaled;
            case FLATTENED -> scaled.flattened();
            case SHUFFLED -> scaled.shuffled(seed);
        };
    }

    private Method withTrainer(Trainer other) {
        return new Method(name, other, scorer, credit, deal, annealed, meanOne, layers, answerAt, rateFactor);
    }

    private Method withCredit(TokenCredit other) {
        return new Method(name, trainer, scorer, other, deal, annealed, meanOne, layers, answerAt, rateFactor);
    }

    private Method withDeal(Deal other) {
        return new Method(name, trainer, scorer, credit, other, annealed, meanOne, layers, answerAt, rateFactor);
    }

    private Method withRateFactor(double other) {
        return new Method(name, trainer, scorer, credit, deal, annealed, meanOne, layers, answerAt, other);
    }
}
