package org.flowtracer.workbench.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.model.CheckpointSource;
import org.flowtracer.workbench.model.HostCopy;
import org.flowtracer.workbench.model.ModelConfig;
import org.flowtracer.workbench.safetensors.SafetensorsFile;
import org.flowtracer.workbench.safetensors.SafetensorsWriter;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of {@link AdamW} as a safetensors file: both moments of each parameter by the parameter's name, and the steps taken in the header.
 * What is read back is what was written, bit for bit.
 */
public final class OptimiserFile {
    private static final String FIRST = "first_moment.";
    private static final String SECOND = "second_moment.";
    private static final String STEPS = "steps";

    private OptimiserFile() {}

    /** Writes the state, whole or not at all. */
    public static void write(Path file, AdamW optimiser, ModelConfig config) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata(STEPS, Integer.toString(optimiser.steps()));
        add(writer, FIRST, optimiser.firstMoment(), config);
        add(writer, SECOND, optimiser.secondMoment(), config);
        writer.write(file);
    }

    private static void add(SafetensorsWriter writer, String prefix, INDArray moment, ModelConfig config) {
        ParameterVector named = ParameterVector.zeros(config);
        named.values().assign(moment);
        named.tensors().forEach((name, tensor) -> writer.add(prefix + name, HostCopy.of(tensor), tensor.shape()));
    }

    /**
     * Gives an optimiser the state of a file.
     *
     * @param config the model of both
     * @throws InputException if the file is malformed or of another model
     * @throws IOException if the disk refuses
     */
    public static void read(Path file, AdamW optimiser, ModelConfig config) throws IOException {
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            CheckpointSource source = new CheckpointSource(stored);
            optimiser.restore(steps(stored), read(source, FIRST, config), read(source, SECOND, config));
        }
    }

    private static INDArray read(CheckpointSource source, String prefix, ModelConfig config) throws IOException {
        ParameterVector moment = ParameterVector.zeros(config);
        for (Map.Entry<String, INDArray> entry : moment.tensors().entrySet()) {
            INDArray tensor = entry.getValue();
            tensor.assign(source.get(prefix + entry.getKey(), tensor.shape()));
        }
        return moment.values();
    }

    private static int steps(SafetensorsFile stored) {
        String text = stored.metadata().getOrDefault(STEPS, "nothing");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InputException("the number of steps", "'" + text + "'", stored.path() + " at '" + STEPS + "'");
        }
    }
}
