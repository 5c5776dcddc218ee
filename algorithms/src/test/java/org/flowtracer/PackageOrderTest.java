package org.flowtracer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PackageOrderTest {
    /** The way of the data: a package uses only those before it. */
    private static final List<String> ORDER = List.of("trace", "dag", "flow", "graph", "score", "compare", "credit");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.flowtracer");

    @Test
    @DisplayName("data flows one way: trace -> dag -> flow -> graph -> score -> compare -> credit")
    void dataFlowsOneWay() {
        for (int j = 0; j + 1 < ORDER.size(); j++) {
            String[] later = ORDER.subList(j + 1, ORDER.size()).stream()
                    .map(name -> "org.flowtracer." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("org.flowtracer." + ORDER.get(j) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    @DisplayName("every class stands in one of these packages")
    void knownPackagesOnly() {
        noClasses()
                .should()
                .resideOutsideOfPackages(ORDER.stream()
                        .map(name -> "org.flowtracer." + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    @DisplayName("no files, no network, no tensors, no printing")
    void graphsAndArraysOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "org.nd4j..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|Print|RandomAccess).*")
                .check(CLASSES);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }
}
