package org.flowtracer;

import java.util.stream.IntStream;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Regions;

/** Traces of which only attention and regions matter. */
public final class TraceOf {
    private TraceOf() {}

    /** Tokens t0, t1, ...; no ids, no log-probabilities, no entropies. */
    public static AttentionTrace attention(Attention attention, Regions regions) {
        return new AttentionTrace(
                IntStream.range(0, attention.size()).mapToObj(k -> "t" + k).toList(),
                null,
                regions,
                attention,
                null,
                null);
    }
}
