package org.flowtracer.workbench.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.flowtracer.workbench.files.InputException;

/** Named tensors in one file ({@link SafetensorsFile}) or several ({@link ShardedCheckpoint}). Reading is safe from several threads. */
public interface TensorStore extends AutoCloseable {
    /** The name of the only file of weights in a Hugging Face folder. */
    String WHOLE = "model.safetensors";

    /**
     * Opens the weights of a Hugging Face folder: {@code model.safetensors.index.json} with its shards, else {@code model.safetensors}.
     *
     * @throws InputException if neither is there, or what is there is malformed
     */
    static TensorStore ofCheckpoint(Path folder) throws IOException {
        Path index = folder.resolve(ShardedCheckpoint.INDEX);
        return Files.exists(index) ? ShardedCheckpoint.open(index) : SafetensorsFile.open(folder.resolve(WHOLE));
    }

    /**
     * The files that {@link #ofCheckpoint} reads tensors from, by name in order.
     *
     * @throws InputException if the index is malformed
     */
    static List<Path> filesOfCheckpoint(Path folder) throws IOException {
        Path index = folder.resolve(ShardedCheckpoint.INDEX);
        return Files.exists(index) ? ShardedCheckpoint.files(index) : List.of(folder.resolve(WHOLE));
    }

    /** The names of all tensors. */
    Set<String> names();

    /**
     * The tensor of that name.
     *
     * @throws InputException if there is none
     */
    Tensor tensor(String name);

    /** The file or folder, for messages. */
    Path path();

    /**
     * The tensor of that name and shape.
     *
     * @throws InputException if there is none, or its shape is another
     */
    default Tensor tensor(String name, long... shape) {
        Tensor tensor = tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new InputException(
                    "shape " + Arrays.toString(shape), Arrays.toString(tensor.shape()), tensor.where());
        }
        return tensor;
    }

    @Override
    void close() throws IOException;
}
