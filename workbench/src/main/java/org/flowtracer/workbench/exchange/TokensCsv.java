package org.flowtracer.workbench.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.workbench.files.AtomicFile;

/**
 * One row a token: {@code position,token,region,potential,inflow,throughput,rank,logprob,entropy}. Region is question, response or answer, blank
 * for a token of none. Rank 1 is the highest throughput among the response's tokens, the answer's included, the earlier token first among equals;
 * blank elsewhere. Row t holds the natural log-probability of token t and the entropy, in nats, of the distribution that produced it; blank where
 * they were not captured.
 */
public final class TokensCsv {
    private TokensCsv() {}

    /** Writes the file, whole or not at all. */
    public static void write(Path file, ReasoningTrace result) throws IOException {
        AttentionTrace trace = result.trace();
        ReasoningFlow flow = result.flow();
        int[] rank = ranks(result);
        CsvText csv = new CsvText("position,token,region,potential,inflow,throughput,rank,logprob,entropy");
        for (int t = 0; t < trace.size(); t++) {
            csv.cell(t)
                    .cell(trace.tokens().get(t))
                    .cell(trace.regions().nameAt(t))
                    .cell(flow.potential(t))
                    .cell(flow.inflow(t))
                    .cell(flow.throughput(t))
                    .cell(rank[t] == 0 ? "" : Integer.toString(rank[t]))
                    .cell(trace.logProbOf(t))
                    .cell(trace.entropyOf(t))
                    .endLine();
        }
        AtomicFile.write(file, csv.toString());
    }

    /** The response's positions by throughput, the largest first, the earlier first among equals. */
    public static List<Integer> ranking(ReasoningTrace result) {
        ReasoningFlow flow = result.flow();
        return result.trace().regions().response().stream()
                .boxed()
                .sorted(Comparator.comparingDouble((Integer t) -> -flow.throughput(t)))
                .toList();
    }

    private static int[] ranks(ReasoningTrace result) {
        int[] rank = new int[result.trace().size()];
        int next = 1;
        for (int position : ranking(result)) {
            rank[position] = next++;
        }
        return rank;
    }
}
