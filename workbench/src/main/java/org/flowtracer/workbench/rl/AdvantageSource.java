package org.flowtracer.workbench.rl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.flowtracer.workbench.train.Reading;

/** Where the advantages of tokens come from: the one thing in which trainers differ. */
interface AdvantageSource {
    /** Those of a step's groups that are learnt from. */
    List<SampledGroup> lesson(List<SampledGroup> groups);

    /** Whether {@link #advantages} looks at the hidden states of the readings. */
    default boolean needsHidden() {
        return false;
    }

    /**
     * The advantage of each token drawn [B][T], response by response in the order of the groups.
     *
     * @param lesson at least one group
     * @param readings of each response by the policy that sampled it
     * @param step of the run
     */
    List<double[]> advantages(List<SampledGroup> lesson, List<Reading> readings, int step);

    /** The mean squared error of a critic's values in the last step; NaN without one. */
    default double criticLoss() {
        return Double.NaN;
    }

    /** Writes what it has learnt into the folder of a checkpoint. */
    default void write(Path folder) throws IOException {}

    /** Goes on from a checkpoint. */
    default void read(Path folder) throws IOException {}
}
