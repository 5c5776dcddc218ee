package org.flowtracer.workbench.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.flowtracer.compare.SignFlip;
import org.flowtracer.workbench.files.InputException;
import org.flowtracer.workbench.files.JsonObject;

/**
 * Who is compared with whom in a sweep, laid down before its first run.
 *
 * @param name of the sweep: lower-case words joined by hyphens
 * @param methods at least one, in the order of tables and figures
 * @param seeds of the runs of each method, the same for all
 * @param references the methods that all others are compared with; the first is the control
 * @param primary the one contrast that is tested without correction for the others; empty for an exploration
 * @param panels groups of methods that differ in one setting
 */
public record SweepDesign(
        String name,
        List<String> methods,
        List<Integer> seeds,
        List<String> references,
        Optional<Contrast> primary,
        List<Panel> panels) {

    /** A method less a reference in one measure. */
    public record Contrast(String method, String reference, Measure measure) {
        /** The reference less the method. */
        Contrast reversed() {
            return new Contrast(reference, method, measure);
        }
    }

    /** What changes in a setting, such as {@code gamma}. */
    public record Panel(String setting, List<Choice> choices) {
        public Panel {
            choices = List.copyOf(choices);
        }
    }

    /** One value of a setting, and the method that has it. */
    public record Choice(String value, String method) {}

    /** The measure that figures of one measure show: that of the primary contrast, else the accuracy of samples. */
    public Measure measure() {
        return primary.map(Contrast::measure).orElse(Measure.SAMPLED_ACCURACY);
    }

    public SweepDesign {
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        references = List.copyOf(references);
        panels = List.copyOf(panels);
    }

    /**
     * Reads the design out of a sweep's file, or of its copy in a manifest.
     *
     * @throws InputException if it is malformed, names a method twice or one that is not there, compares one with itself, or has more seeds
     *     than the exact test takes
     */
    public static SweepDesign of(JsonObject sweep) {
        List<String> methods = sweep.objects("methods").stream()
                .map(method -> method.string("name"))
                .toList();
        List<Integer> seeds = sweep.integers("seeds");
        List<String> references = sweep.strings("references");
        requireDistinct(methods, "methods", sweep);
        requireDistinct(seeds, "seeds", sweep);
        requireDistinct(references, "references", sweep);
        if (seeds.size() > SignFlip.PAIRS_MAX) {
            throw sweep.unexpected("seeds", "at most " + SignFlip.PAIRS_MAX + " seeds, which the exact test takes");
        }
        references.forEach(reference -> requireMethod(reference, methods, sweep.where() + " at 'references'"));
        Optional<Contrast> primary = sweep.find("primary").map(contrast -> contrast(contrast, methods, references));
        List<Panel> panels = sweep.has("panels") ? panels(sweep.objects("panels"), methods) : List.of();
        return new SweepDesign(sweep.string("name"), methods, seeds, references, primary, panels);
    }

    private static void requireDistinct(List<?> values, String key, JsonObject sweep) {
        if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
            throw sweep.unexpected(key, "at least one, each once");
        }
    }

    private static void requireMethod(String name, List<String> methods, String where) {
        if (!methods.contains(name)) {
            throw new InputException("one of the methods " + methods, "'" + name + "'", where);
        }
    }

    private static Contrast contrast(JsonObject json, List<String> methods, List<String> references) {
        Contrast contrast = new Contrast(
                json.string("method"),
                json.string("reference"),
                Measure.named(json.string("measure"), json.where() + " at 'measure'"));
        requireMethod(contrast.method, methods, json.where() + " at 'method'");
        requireMethod(contrast.reference, references, json.where() + " at 'reference'");
        if (contrast.method.equals(contrast.reference)) {
            throw json.unexpected("method", "another method than the reference");
        }
        return contrast;
    }

    private static List<Panel> panels(List<JsonObject> json, List<String> methods) {
        List<Panel> panels = new ArrayList<>();
        for (JsonObject panel : json) {
            List<Choice> choices = new ArrayList<>();
            for (JsonObject choice : panel.objects("choices")) {
                requireMethod(choice.string("method"), methods, choice.where() + " at 'method'");
                choices.add(new Choice(choice.string("value"), choice.string("method")));
            }
            panels.add(new Panel(panel.string("setting"), choices));
        }
        return panels;
    }

    /** The method that differs in nothing but what is studied. */
    public String control() {
        return references.get(0);
    }

    /**
     * Every method against every reference in one measure: the pair of the primary contrast first, as it was declared, then reference by reference;
     * two references make one contrast.
     */
    public List<Contrast> contrasts(Measure measure) {
        List<Contrast> contrasts = new ArrayList<>();
        primary.ifPresent(declared -> contrasts.add(new Contrast(declared.method, declared.reference, measure)));
        for (String reference : references) {
            for (String method : methods) {
                Contrast contrast = new Contrast(method, reference, measure);
                if (!method.equals(reference)
                        && !contrasts.contains(contrast)
                        && !contrasts.contains(contrast.reversed())) {
                    contrasts.add(contrast);
                }
            }
        }
        return contrasts;
    }

    public boolean isPrimary(Contrast contrast) {
        return primary.filter(contrast::equals).isPresent();
    }
}
