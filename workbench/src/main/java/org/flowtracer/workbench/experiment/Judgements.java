package org.flowtracer.workbench.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flowtracer.compare.Detection;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.score.Evidence;
import org.flowtracer.score.ScoreContraction;
import org.flowtracer.score.TokenScorer;
import org.flowtracer.score.TokenScores;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.experiment.Finding.Items;
import org.flowtracer.workbench.experiment.Finding.Measure;
import org.flowtracer.workbench.experiment.Finding.Reduction;
import org.flowtracer.workbench.experiment.Finding.Target;
import org.flowtracer.workbench.experiment.Finding.Truth;
import org.flowtracer.workbench.task.Dependency;

/**
 * How well each scorer did on each problem; NaN where that does not exist. Problems may be judged by many threads at once.
 *
 * <p>Two controls stand beside the options' scorers: {@code statement-length}, the number of tokens of the statement, and for edges
 * {@code step-before}, which always links to the step before.
 */
final class Judgements {
    private static final String STATEMENT_LENGTH = "statement-length";
    private static final String STEP_BEFORE = "step-before";

    private record Key(Target target, String scorer) {}

    private final PlantedOptions options;
    private final Map<Key, double[]> values = new ConcurrentHashMap<>();
    private final Map<String, String> lacking = new ConcurrentSkipListMap<>();

    Judgements(PlantedOptions options) {
        this.options = options;
    }

    /** Everything that is measured, in the order of tables. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (LayerBand band : options.layers()) {
            for (DagOptions.AnswerAt answerAt : options.answersAt()) {
                for (Truth truth : Truth.values()) {
                    for (Items items : Items.values()) {
                        for (Reduction reduction : Reduction.values()) {
                            for (Measure measure : Measure.values()) {
                                targets.add(new Target(
                                        band.name(), Target.label(answerAt), truth, items, reduction, measure));
                            }
                        }
                    }
                }
            }
        }
        return targets;
    }

    /** All who were judged, in the order of tables. */
    List<String> scorers() {
        return Stream.concat(
                        options.scorers().stream().map(TokenScorer::name), Stream.of(STATEMENT_LENGTH, STEP_BEFORE))
                .toList();
    }

    /** By name of each scorer that could not score: what it needs. */
    Map<String, String> lacking() {
        return Map.copyOf(lacking);
    }

    /** What a scorer reached on each problem. */
    double[] of(Target target, String scorer) {
        return values.getOrDefault(new Key(target, scorer), nothing());
    }

    private double[] nothing() {
        double[] nothing = new double[options.problems()];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
    }

    /** Lets everyone score a problem. */
    void judge(int index, AnsweredProblem problem) {
        for (LayerBand band : options.layers()) {
            for (DagOptions.AnswerAt answerAt : options.answersAt()) {
                DagOptions dag = DagOptions.DEFAULT.withLayers(band).withAnswerAt(answerAt);
                new Bench(index, problem, Evidence.of(problem.trace(), dag), band.name(), Target.label(answerAt))
                        .judgeAll();
            }
        }
    }

    /** One problem under one choice of the graph. */
    private final class Bench {
        private final int index;
        private final AnsweredProblem problem;
        private final Evidence evidence;
        private final String layers;
        private final String answerAt;
        private final ScoreContraction steps;

        Bench(int index, AnsweredProblem problem, Evidence evidence, String layers, String answerAt) {
            this.index = index;
            this.problem = problem;
            this.evidence = evidence;
            this.layers = layers;
            this.answerAt = answerAt;
            this.steps = new ScoreContraction(
                    evidence.size(),
                    problem.steps().stream().map(AnsweredProblem.Step::tokens).toList());
        }

        void judgeAll() {
            for (TokenScorer scorer : options.scorers()) {
                Optional<String> lacks = scorer.lacks(evidence);
                if (lacks.isPresent()) {
                    lacking.put(scorer.name(), lacks.get());
                } else {
                    judge(scorer);
                }
            }
            judge(TokenScorer.of(STATEMENT_LENGTH, any -> statementLengths()));
            judgeEdges(STEP_BEFORE, stepBefore());
        }

        private double[] statementLengths() {
            double[] lengths = new double[evidence.size()];
            Stream.concat(
                            problem.statements().values().stream(),
                            problem.steps().stream().map(AnsweredProblem.Step::tokens))
                    .forEach(tokens -> tokens.stream().forEach(k -> lengths[k] = tokens.size()));
            return lengths;
        }

        private double[][] stepBefore() {
            double[][] links =
                    new double[problem.steps().size()][problem.steps().size()];
            for (int step = 1; step < links.length; step++) {
                links[step - 1][step] = 1;
            }
            return links;
        }

        private void judge(TokenScorer scorer) {
            TokenScores scores = scorer.score(evidence);
            for (Truth kind : Truth.values()) {
                problem.trueStatements(kind).ifPresent(truth -> {
                    judgeStatements(scores, kind, Items.STATEMENTS, truth, 0);
                    judgeStatements(scores, kind, Items.STATEMENTS_WITHOUT_QUERIED, truth, 1);
                });
            }
            judgeEdges(scorer.name(), steps.between(scorer.edgeScores(evidence)));
        }

        /**
         * Tells true statements from the others.
         *
         * @param leftOut how many pairs are left out at the chains' ends
         */
        private void judgeStatements(TokenScores scores, Truth kind, Items items, Set<String> truth, int leftOut) {
            int pairs = problem.needed().needed().size() - leftOut;
            List<String> names = Stream.of(
                            problem.needed().needed(), problem.needed().distractors())
                    .flatMap(chain -> chain.subList(0, pairs).stream())
                    .toList();
            boolean[] positive = new boolean[names.size()];
            for (int j = 0; j < positive.length; j++) {
                positive[j] = truth.contains(names.get(j));
            }
            List<Positions> groups = names.stream()
                    .map(name -> problem.statements().getOrDefault(name, Positions.range(0, 0)))
                    .toList();
            ScoreContraction statements = new ScoreContraction(evidence.size(), groups);
            put(scores.scorer(), kind, items, Reduction.MEAN, statements.means(scores), positive);
            put(scores.scorer(), kind, items, Reduction.SUM, statements.sums(scores), positive);
        }

        /**
         * Tells true edges from other pairs of steps.
         *
         * @param between the score of the edge from step a to step b, at [a][b]
         */
        private void judgeEdges(String scorer, double[][] between) {
            List<int[]> pairs = IntStream.range(0, between.length)
                    .boxed()
                    .flatMap(to -> IntStream.range(0, to).mapToObj(from -> new int[] {from, to}))
                    .toList();
            double[] scores = pairs.stream()
                    .mapToDouble(pair -> between[pair[0]][pair[1]])
                    .toArray();
            for (Truth kind : Truth.values()) {
                problem.trueEdges(kind).ifPresent(edges -> {
                    boolean[] positive = new boolean[scores.length];
                    for (int j = 0; j < positive.length; j++) {
                        positive[j] = edges.contains(new Dependency(
                                problem.steps().get(pairs.get(j)[0]).name(),
                                problem.steps().get(pairs.get(j)[1]).name()));
                    }
                    put(scorer, kind, Items.EDGES, Reduction.SUM, scores, positive);
                });
            }
        }

        private void put(
                String scorer, Truth truth, Items items, Reduction reduction, double[] scores, boolean[] positive) {
            int positives = (int)
                    IntStream.range(0, positive.length).filter(j -> positive[j]).count();
            if (positives == 0 || positives == positive.length) {
                return;
            }
            put(scorer, truth, items, reduction, Measure.AUROC, Detection.areaUnderRoc(scores, positive));
            put(
                    scorer,
                    truth,
                    items,
                    reduction,
                    Measure.AVERAGE_PRECISION,
                    Detection.averagePrecision(scores, positive));
            if (items == Items.EDGES) {
                put(scorer, truth, items, reduction, Measure.RECALL, Detection.recallAt(positives, scores, positive));
            }
        }

        private void put(String scorer, Truth truth, Items items, Reduction reduction, Measure measure, double value) {
            Target target = new Target(layers, answerAt, truth, items, reduction, measure);
            values.computeIfAbsent(new Key(target, scorer), key -> nothing())[index] = value;
        }
    }
}
