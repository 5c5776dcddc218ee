package org.flowtracer.workbench.exchange;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.ReasoningFlow;
import org.flowtracer.trace.Attention;
import org.flowtracer.trace.AttentionTrace;
import org.flowtracer.trace.Positions;
import org.flowtracer.trace.Regions;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.AtomicFile;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.jspecify.annotations.Nullable;

/** Writes {@code trace.json} and {@code trace.safetensors}. */
final class TraceWriter {
    private TraceWriter() {}

    static void write(Path folder, ReasoningTrace result, Keep keep) throws IOException {
        AtomicFile.write(folder.resolve(TraceFolder.DESCRIPTION), json(description(result, keep)));
        tensors(result, keep).write(folder.resolve(TraceFolder.TENSORS));
    }

    private static String json(Map<String, Object> description) throws IOException {
        var printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter(" ", "\n"));
        return JsonMapper.builder().build().writer(printer).writeValueAsString(description) + "\n";
    }

    private static Map<String, Object> description(ReasoningTrace result, Keep keep) {
        AttentionTrace trace = result.trace();
        Regions regions = trace.regions();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", TraceFolder.FORMAT);
        description.put("version", TraceFolder.VERSION);
        description.put("tokens", trace.tokens());
        description.put(Regions.QUESTION, range(Regions.QUESTION, regions.question()));
        description.put(Regions.RESPONSE, range(Regions.RESPONSE, regions.response()));
        description.put(Regions.ANSWER, range(Regions.ANSWER, regions.answer()));
        List<Integer> layers = storedLayers(result, keep);
        if (!layers.isEmpty()) {
            description.put("layers", layers);
        }
        description.put("model", model(result));
        description.put("options", result.settings());
        description.put("arrived", result.flow().arrived());
        description.put("unreachable_share", result.flow().unreachableShare());
        return description;
    }

    private static List<Integer> range(String name, Positions positions) {
        if (!positions.isRange()) {
            throw new IllegalArgumentException(
                    "expected a " + name + " whose tokens follow one another, found " + positions);
        }
        return positions.isEmpty() ? List.of(0, 0) : List.of(positions.first(), positions.last() + 1);
    }

    /** The layers whose attention is in the tensor: for weights those that were averaged. */
    private static List<Integer> storedLayers(ReasoningTrace result, Keep keep) {
        Attention attention = result.trace().attention();
        LayerBand band = result.options().layers();
        boolean whole = keep != Keep.WEIGHTS || band.equals(LayerBand.STORED);
        return whole ? attention.layers() : band.layersOf(attention.modelLayers());
    }

    private static Map<String, Object> model(ReasoningTrace result) {
        Map<String, Object> model = new LinkedHashMap<>(result.provenance().model());
        int layers = result.trace().attention().modelLayers();
        if (layers > 0) {
            model.put("layers", layers);
        }
        return model;
    }

    private static SafetensorsWriter tensors(ReasoningTrace result, Keep keep) {
        AttentionTrace trace = result.trace();
        ReasoningFlow flow = result.flow();
        int n = trace.size();
        SafetensorsWriter writer = new SafetensorsWriter()
                .add("potential", flow.potential(), n)
                .add("inflow", flow.inflow(), n)
                .add("throughput", flow.throughput(), n)
                .add("to_sink", flow.toSink(), n);
        int[] ids = trace.tokenIds();
        if (ids != null) {
            writer.add("input_ids", Arrays.stream(ids).asLongStream().toArray(), n);
        }
        float[] logProb = trace.logProb();
        if (logProb != null) {
            writer.add("logprob", logProb, n - 1);
        }
        float[] entropy = trace.entropy();
        if (entropy != null) {
            writer.add("entropy", entropy, n);
        }
        add(writer, TraceFolder.GRADIENT_NORM, trace.gradients().norm());
        add(writer, TraceFolder.GRADIENT_TIMES_INPUT, trace.gradients().timesInput());
        add(writer, TraceFolder.INTEGRATED_GRADIENTS, trace.gradients().integrated());
        AttentionSource.add(writer, trace.attention(), flow.dag(), keep);
        return writer;
    }

    private static void add(SafetensorsWriter writer, String name, float @Nullable [] values) {
        if (values != null) {
            writer.add(name, values, values.length);
        }
    }
}
