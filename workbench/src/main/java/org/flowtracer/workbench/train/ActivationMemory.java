package org.flowtracer.workbench.train;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory outside Java's heap that is given back together. Every array begins at a cache line, so that the same numbers meet the same
 * instructions in every run.
 */
final class ActivationMemory implements AutoCloseable {
    private static final int LINE_BYTES = 64;
    private static final int LINE_FLOATS = LINE_BYTES / Float.BYTES;

    private final List<INDArray> stretches = new ArrayList<>();

    /** An array [rows, width] of unknown content. */
    INDArray floats(long rows, long width) {
        long length = rows * width;
        INDArray stretch = Nd4j.createUninitialized(DataType.FLOAT, length + LINE_FLOATS);
        stretches.add(stretch);
        long past = stretch.data().pointer().address() % LINE_BYTES;
        long from = past == 0 ? 0 : (LINE_BYTES - past) / Float.BYTES;
        return stretch.get(NDArrayIndex.interval(from, from + length)).reshape(rows, width);
    }

    @Override
    public void close() {
        stretches.forEach(INDArray::close);
    }
}
