package org.flowtracer.workbench.train;

import java.io.Serial;

/** Training that came to a loss or gradient that is not finite; mostly the learning rate is too large for it. */
public final class DivergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** @param steps how many were done before */
    DivergedException(double loss, double gradientNorm, int steps) {
        super("expected a finite loss and gradient, found a loss of " + loss + " and a gradient of norm " + gradientNorm
                + ", after " + steps + " steps; a smaller learning rate may help");
    }
}
