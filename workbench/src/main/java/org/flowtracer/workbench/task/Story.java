package org.flowtracer.workbench.task;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The English that word problems are written in: who, what, and what can happen to it. */
final class Story {
    static final List<String> PEOPLE = List.of(
            "Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana", "Ivan", "Jana", "Kim", "Leo", "Mia", "Noah",
            "Omar", "Pia", "Rosa", "Sam", "Tara", "Vera");

    /** In the singular; all take an s in the plural. */
    static final List<String> GOODS = List.of(
            "apple", "ball", "book", "button", "card", "coin", "cup", "egg", "flower", "key", "marble", "nut", "pear",
            "pen", "plate", "ring", "shell", "stamp", "stone", "ticket");

    static final List<String> STARTS = List.of("has", "owns", "starts with");
    static final List<String> GAINS = List.of("buys", "collects", "finds", "gets", "picks up", "wins");
    static final List<String> LOSSES = List.of("drops", "gives away", "hands out", "loses", "sells", "uses up");

    static final List<String> OPENINGS = List.of("Later", "Next", "Soon", "Then");
    static final List<String> PLACES =
            List.of("at home", "at school", "at the fair", "at the market", "by the lake", "in the park", "in town");
    static final List<String> GLANCES = List.of("counts", "looks at", "talks about", "thinks about");
    static final List<String> ENDINGS = List.of("", " now", " in the end");

    /** Groups: person, verb, amount, good. */
    static final Pattern SENTENCE =
            Pattern.compile("(?:^| (?:(?:" + either(OPENINGS) + ") )?)(" + either(PEOPLE) + ") ("
                    + either(STARTS) + "|" + either(GAINS) + "|" + either(LOSSES) + ") (\\d{1,9})(?: more)? ("
                    + either(GOODS) + ")s?(?: (?:" + either(PLACES) + "))?\\.");

    /** Groups: who is not asked for, that one's goods; the goods that are asked for, whose. */
    static final Pattern QUERY = Pattern.compile(" (" + either(PEOPLE) + ") (?:" + either(GLANCES) + ") the ("
            + either(GOODS) + ")s\\. How many (" + either(GOODS) + ")s does (" + either(PEOPLE) + ") have(?:"
            + either(ENDINGS) + ")\\?\n");

    private Story() {}

    private static String either(List<String> words) {
        return String.join("|", words);
    }

    /** Every token of a problem or its reference, with the blank before it that it takes along. */
    static Set<String> tokens() {
        Set<String> tokens = new LinkedHashSet<>(List.of("\n", " ", ".", ":", "?", "{", "}", " +", " -", " ="));
        IntStream.rangeClosed(0, 9).mapToObj(Integer::toString).forEach(tokens::add);
        tokens.addAll(PEOPLE);
        tokens.add("The");
        Stream.of(
                        PEOPLE.stream(),
                        GOODS.stream().flatMap(good -> Stream.of(good, good + "s")),
                        Stream.of(STARTS, GAINS, LOSSES, OPENINGS, PLACES, GLANCES, ENDINGS)
                                .flatMap(List::stream),
                        Stream.of("the more How many does have answer is \\boxed"))
                .flatMap(words -> words)
                .flatMap(phrase -> Arrays.stream(phrase.strip().split(" ", -1)))
                .filter(word -> !word.isEmpty())
                .map(word -> " " + word)
                .forEach(tokens::add);
        return tokens;
    }

    /** A number of goods, such as {@code 1 apple} or {@code 12 apples}. */
    static String amount(long number, String good) {
        return number + " " + good + (number == 1 ? "" : "s");
    }
}
