package org.flowtracer.workbench.cli;

import org.flowtracer.workbench.run.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** The version of the workbench. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"FlowTracer workbench " + CodeVersion.current().workbench()};
    }
}
