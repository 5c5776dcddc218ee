package org.flowtracer.workbench.cli;

import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments: what was expected, found, and where. */
final class Refusal {
    private static final Pattern PREFACE = Pattern.compile("^Invalid value for option '[^']+'(?: \\([^)]*\\))?: ");

    private Refusal() {}

    static String of(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        String place = "in the arguments of " + command.getCommandSpec().qualifiedName();
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String found = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                return "expected an option that --help lists, found '" + found + "', " + place;
            }
            String expected = command.getSubcommands().isEmpty()
                    ? "options only"
                    : "one of " + String.join(", ", command.getSubcommands().keySet());
            return "expected " + expected + ", found '" + found + "', " + place;
        }
        if (problem instanceof MissingParameterException missing
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            return "expected " + option.paramLabel() + " after " + option.longestName() + ", found nothing, " + place;
        }
        if (problem.getArgSpec() instanceof OptionSpec option) {
            return PREFACE.matcher(String.valueOf(problem.getMessage())).replaceFirst("") + ", in "
                    + option.longestName();
        }
        return String.valueOf(problem.getMessage());
    }
}
