package org.flowtracer.workbench.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flowtracer.flow.FlowPath;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.ReadableTokens;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.exchange.ReasoningTrace;
import org.flowtracer.workbench.exchange.TokensCsv;
import org.flowtracer.workbench.exchange.TraceFolder;

/** What a reader wants to know of a trace at once, in a few lines. */
record TraceSummary(ReasoningTrace result) {
    private static final int TOP_TOKENS = 8;
    private static final int TOP_PATHS = 3;
    private static final int LABEL_MAX = 16;

    void print(PrintWriter out, Path folder) {
        ReasoningFlow flow = result.flow();
        Regions regions = result.trace().regions();
        out.printf(
                Locale.ROOT,
                "Tokens      %d: question %s, response %s, answer %s%n",
                flow.size(),
                regions.question(),
                regions.response(),
                regions.answer());
        out.printf(
                Locale.ROOT,
                "Arrived     %.1f %% of the question's flow; %.1f %% of the question cannot reach the answer%n",
                100 * flow.arrived(),
                100 * flow.unreachableShare());
        String topTokens = topTokens();
        out.println(
                "Top tokens  " + (topTokens.isEmpty() ? "none, since the answer is the whole response" : topTokens));
        String title = "Top paths   ";
        for (FlowPath path : result.paths().paths().stream().limit(TOP_PATHS).toList()) {
            out.println(title + describe(path));
            title = " ".repeat(title.length());
        }
        Path report = folder.resolve(TraceFolder.REPORT);
        out.println(Files.exists(report) ? "Report      " + report : "Tables      " + folder);
    }

    /** The response's tokens before the answer by throughput. */
    private String topTokens() {
        return TokensCsv.ranking(result).stream()
                .filter(t -> !result.trace().regions().answer().contains(t))
                .limit(TOP_TOKENS)
                .map(t -> String.format(
                        Locale.ROOT, "%s %.2f", label(t), result.flow().throughput(t)))
                .collect(Collectors.joining(", "));
    }

    private String describe(FlowPath path) {
        List<Integer> tokens = path.tokens();
        String route = tokens.isEmpty()
                ? "directly"
                : "through " + tokens.stream().map(this::label).collect(Collectors.joining(" -> "));
        return String.format(Locale.ROOT, "%.1f %% of the question reaches the answer %s", 100 * path.flow(), route);
    }

    private String label(int position) {
        String token = ReadableTokens.of(result.trace().tokens()).get(position);
        return position + " '" + ReadableTokens.label(token, LABEL_MAX) + "'";
    }
}
