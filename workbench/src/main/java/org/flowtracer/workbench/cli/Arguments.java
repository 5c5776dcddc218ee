package org.flowtracer.workbench.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowtracer.dag.DagOptions;
import org.flowtracer.dag.LayerBand;
import org.flowtracer.flow.BackboneAlgorithm;
import org.flowtracer.flow.FlowOptions;
import org.flowtracer.trace.Positions;
import org.flowtracer.workbench.analysis.Contraction;
import org.flowtracer.workbench.analysis.ScorerPair;
import org.flowtracer.workbench.capture.Keep;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;
import org.flowtracer.workbench.task.Split;
import org.flowtracer.workbench.text.AnswerPattern;
import org.flowtracer.workbench.train.GradientDepth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How arguments are written. */
final class Arguments {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\.\\.(\\d{1,6})");

    private Arguments() {}

    /** A task's options; none where they are not given. */
    static JsonObject taskOptions(@Nullable String json) {
        return JsonObject.parse(json == null ? "{}" : json, "the arguments");
    }

    static void registerConverters(CommandLine command) {
        register(command, Positions.class, Arguments::range);
        register(command, LayerBand.class, LayerBand::new);
        register(command, BackboneAlgorithm.class, BackboneAlgorithm::named);
        register(command, AnswerPattern.class, AnswerPattern::new);
        for (Class<Integer> type : List.of(Integer.class, int.class)) {
            register(command, type, text -> number(text, "a whole number of 32 bits", Integer::valueOf));
        }
        for (Class<Long> type : List.of(Long.class, long.class)) {
            register(command, type, text -> number(text, "a whole number of 64 bits", Long::valueOf));
        }
        register(command, double.class, text -> number(text, "a number", Double::valueOf));
        register(command, ScorerPair.class, Arguments::pair);
        registerChoice(command, Contraction.Pieces.class);
        registerChoice(command, Contraction.Reduction.class);
        registerChoice(command, Keep.class);
        registerChoice(command, GradientDepth.class);
        registerChoice(command, FlowOptions.AnswerMode.class);
        registerChoice(command, FlowOptions.SourceShares.class);
        registerChoice(command, DagOptions.FirstToken.class);
        registerChoice(command, DagOptions.AnswerAt.class);
        registerChoice(command, DagOptions.Diagonal.class);
        registerChoice(command, Split.class);
    }

    private static <T> void register(CommandLine command, Class<T> type, Function<String, T> reading) {
        command.registerConverter(type, text -> {
            try {
                return reading.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }

    private static <T> T number(String text, String expected, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected " + expected + ", found '" + text + "'", e);
        }
    }

    private static <T extends Enum<T>> void registerChoice(CommandLine command, Class<T> type) {
        register(
                command,
                type,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("expected one of "
                                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", found '" + text
                                + "'")));
    }

    /** {@code A,B}: two scorers. */
    private static ScorerPair pair(String text) {
        String[] names = text.split(",", -1);
        if (names.length != 2) {
            throw new IllegalArgumentException("expected two scorers A,B, found '" + text + "'");
        }
        return new ScorerPair(names[0], names[1]);
    }

    /** {@code A..B}: the positions A, ..., B - 1. */
    static Positions range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a range A..B of tokens, end exclusive, found '" + text + "'");
        }
        return Positions.range(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * The text itself, or of {@code @FILE} what the file holds, to the letter.
     *
     * @throws InputException if there is no such file, or it is not UTF-8
     */
    static String text(String argument) throws IOException {
        if (!argument.startsWith("@")) {
            return argument;
        }
        Path file = Path.of(argument.substring(1));
        if (!Files.isRegularFile(file)) {
            throw new InputException("a text file", Files.exists(file) ? "a folder" : "no such file", file.toString());
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException("text in UTF-8", "bytes that are not UTF-8", file.toString());
        }
    }
}
