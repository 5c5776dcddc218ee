package org.flowtracer.workbench.model;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Brings results from the device to Java, whole arrays at a time. */
public final class HostCopy {
    private HostCopy() {}

    /** The entries in row-major order, in a fresh Java array. Costs a copy of the memory, two for a view. */
    public static float[] of(INDArray array) {
        INDArray whole = array.isView() || array.ordering() != 'c' ? array.dup('c') : array;
        Nd4j.getAffinityManager().ensureLocation(whole, AffinityManager.Location.HOST);
        FloatBuffer buffer = whole.data().asNioFloat();
        float[] values = new float[Math.toIntExact(whole.length())];
        buffer.get(values);
        if (whole != array) {
            whole.close();
        }
        return values;
    }
}
