package org.flowtracer.workbench.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;

/** The loss of a decoder on a batch in plain loops of doubles, one sequence and one token after the other. */
final class ReferenceLoss {
    private final ModelConfig config;
    private final Map<String, double[]> tensors = new HashMap<>();

    ReferenceLoss(ParameterVector parameters) {
        config = parameters.weights().config();
        parameters.tensors().forEach((name, tensor) -> {
            float[] values = HostCopy.of(tensor);
            double[] wide = new double[values.length];
            for (int j = 0; j < wide.length; j++) {
                wide[j] = values[j];
            }
            tensors.put(name, wide);
        });
    }

    /** The central difference of the loss in one parameter. */
    double slope(Batch batch, String name, int entry, double step) {
        double[] tensor = tensor(name);
        double before = tensor[entry];
        tensor[entry] = before + step;
        double above = loss(batch);
        tensor[entry] = before - step;
        double below = loss(batch);
        tensor[entry] = before;
        return (above - below) / (2 * step);
    }

    private double[] tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    double loss(Batch batch) {
        double sum = 0;
        int count = 0;
        for (int sequence = 0; sequence < batch.tokenIds().length; sequence++) {
            double[][] logits = logits(batch.tokenIds()[sequence]);
            for (int t = 0; t < batch.tokenIds()[sequence].length; t++) {
                int label = batch.labels()[sequence][t];
                if (label != Batch.NO_LABEL) {
                    sum += logTotal(logits[t]) - logits[t][label];
                    count++;
                }
            }
        }
        return sum / count;
    }

    /** [T - 1] of each next token. */
    float[] logProb(int[] ids) {
        double[][] logits = logits(ids);
        float[] logProb = new float[ids.length - 1];
        for (int t = 0; t < logProb.length; t++) {
            logProb[t] = (float) (logits[t][ids[t + 1]] - logTotal(logits[t]));
        }
        return logProb;
    }

    /** [T] of each distribution. */
    float[] entropy(int[] ids) {
        double[][] logits = logits(ids);
        float[] entropy = new float[ids.length];
        for (int t = 0; t < entropy.length; t++) {
            double logTotal = logTotal(logits[t]);
            double sum = 0;
            for (double logit : logits[t]) {
                sum -= Math.exp(logit - logTotal) * (logit - logTotal);
            }
            entropy[t] = (float) sum;
        }
        return entropy;
    }

    private static double logTotal(double[] logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        return largest
                + Math.log(Arrays.stream(logits)
                        .map(logit -> Math.exp(logit - largest))
                        .sum());
    }

    private double[][] logits(int[] ids) {
        return logits(embedded(ids));
    }

    /** The embeddings of tokens [T, D]. */
    double[][] embedded(int[] ids) {
        int D = config.width();
        double[] embedding = tensor("model.embed_tokens.weight");
        double[][] rows = new double[ids.length][D];
        for (int t = 0; t < ids.length; t++) {
            System.arraycopy(embedding, ids[t] * D, rows[t], 0, D);
        }
        return rows;
    }

    /**
     * The sum of log p over some tokens.
     *
     * @param embedded of all tokens [T, D]
     * @param positions of those that count, none at 0
     */
    double logLikelihood(double[][] embedded, int[] ids, int... positions) {
        double[][] logits = logits(embedded);
        double sum = 0;
        for (int position : positions) {
            sum += logits[position - 1][ids[position]] - logTotal(logits[position - 1]);
        }
        return sum;
    }

    private double[][] logits(double[][] embedded) {
        double[][] hidden = Arrays.stream(embedded).map(double[]::clone).toArray(double[][]::new);
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            add(hidden, attention(normed(hidden, name + "input_layernorm.weight"), name + "self_attn."));
            add(hidden, feedForward(normed(hidden, name + "post_attention_layernorm.weight"), name + "mlp."));
        }
        String output = config.tiedEmbeddings() ? "model.embed_tokens" : "lm_head";
        return linear(normed(hidden, "model.norm.weight"), output, config.vocabulary());
    }

    private double[][] attention(double[][] input, String name) {
        int T = input.length;
        int d = config.headWidth();
        double[][] queries = linear(input, name + "q_proj", config.queryWidth());
        double[][] keys = linear(input, name + "k_proj", config.keyValueWidth());
        double[][] values = linear(input, name + "v_proj", config.keyValueWidth());
        double[][] mixed = new double[T][config.queryWidth()];
        for (int head = 0; head < config.heads(); head++) {
            int group = head / config.headsPerGroup();
            double[][] query = turned(heads(queries, head), name + "q_norm.weight");
            double[][] key = turned(heads(keys, group), name + "k_norm.weight");
            for (int t = 0; t < T; t++) {
                double[] scores = new double[t + 1];
                for (int s = 0; s <= t; s++) {
                    for (int j = 0; j < d; j++) {
                        scores[s] += query[t][j] * key[s][j] / Math.sqrt((double) d);
                    }
                }
                double logTotal = logTotal(scores);
                for (int s = 0; s <= t; s++) {
                    for (int j = 0; j < d; j++) {
                        mixed[t][head * d + j] += Math.exp(scores[s] - logTotal) * values[s][group * d + j];
                    }
                }
            }
        }
        return linear(mixed, name + "o_proj", config.width());
    }

    private double[][] heads(double[][] rows, int head) {
        int d = config.headWidth();
        double[][] own = new double[rows.length][d];
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(rows[t], head * d, own[t], 0, d);
        }
        return own;
    }

    private double[][] turned(double[][] heads, String norm) {
        double[][] input = config.family().normalisesQueryAndKey() ? normed(heads, norm) : heads;
        int half = config.headWidth() / 2;
        double[][] output = new double[input.length][2 * half];
        for (int t = 0; t < input.length; t++) {
            for (int j = 0; j < half; j++) {
                double angle = t * Math.pow(config.rotary().theta(), -(double) j / half);
                output[t][j] = input[t][j] * Math.cos(angle) - input[t][j + half] * Math.sin(angle);
                output[t][j + half] = input[t][j + half] * Math.cos(angle) + input[t][j] * Math.sin(angle);
            }
        }
        return output;
    }

    private double[][] feedForward(double[][] input, String name) {
        double[][] gate = linear(input, name + "gate_proj", config.feedForwardWidth());
        double[][] up = linear(input, name + "up_proj", config.feedForwardWidth());
        for (int t = 0; t < gate.length; t++) {
            for (int j = 0; j < gate[t].length; j++) {
                gate[t][j] *= up[t][j] / (1 + Math.exp(-gate[t][j]));
            }
        }
        return linear(gate, name + "down_proj", config.width());
    }

    private double[][] normed(double[][] input, String name) {
        double[] weight = tensor(name);
        double[][] output = new double[input.length][weight.length];
        for (int t = 0; t < input.length; t++) {
            double square = 0;
            for (double value : input[t]) {
                square += value * value;
            }
            double scale = 1 / Math.sqrt(square / weight.length + config.normEpsilon());
            for (int j = 0; j < weight.length; j++) {
                output[t][j] = input[t][j] * scale * weight[j];
            }
        }
        return output;
    }

    private double[][] linear(double[][] input, String name, int out) {
        double[] weight = tensor(name + ".weight");
        double[] bias = tensors.get(name + ".bias");
        double[][] output = new double[input.length][out];
        for (int t = 0; t < input.length; t++) {
            for (int j = 0; j < out; j++) {
                output[t][j] = bias == null ? 0 : bias[j];
                for (int i = 0; i < input[t].length; i++) {
                    output[t][j] += weight[j * input[t].length + i] * input[t][i];
                }
            }
        }
        return output;
    }

    private static void add(double[][] hidden, double[][] change) {
        for (int t = 0; t < hidden.length; t++) {
            for (int j = 0; j < hidden[t].length; j++) {
                hidden[t][j] += change[t][j];
            }
        }
    }
}
