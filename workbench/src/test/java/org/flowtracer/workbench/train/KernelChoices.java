package org.flowtracer.workbench.train;

import java.util.stream.Stream;
import org.flowtracer.workbench.model.Mkl;
import org.junit.jupiter.params.provider.Arguments;

/** The kernels that this machine has, in slices so small that a test has several. */
final class KernelChoices {
    static final KernelChoice PLAIN = new KernelChoice(false, 1, 64, null);
    static final KernelChoice MKL = new KernelChoice(true, 2, 64, null);

    private KernelChoices() {}

    static Stream<KernelChoice> all() {
        return Mkl.isAvailable() ? Stream.of(PLAIN, MKL) : Stream.of(PLAIN);
    }

    static Stream<Arguments> ofEachFixture() {
        return Stream.of(TrainingFixture.values())
                .flatMap(fixture -> all().map(choice -> Arguments.of(fixture, choice)));
    }
}
