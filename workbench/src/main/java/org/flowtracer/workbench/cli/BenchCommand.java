package org.flowtracer.workbench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowtracer bench}: how fast this machine is, one JSON line a bench. */
@Command(
        name = "bench",
        description = "Measures this machine; prints one JSON line.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected one of " + spec.subcommands().keySet() + ", found none, in the arguments of bench");
    }
}
