package org.flowtracer.workbench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Data flows one way: a package uses those before it in the list, and the algorithms. */
class PackageOrderTest {
    private static final String ROOT = "org.flowtracer.workbench";

    /** From the files to the command line; the root package, with the facade, stands for itself. */
    private static final List<String> ORDER = List.of(
            ROOT + ".files..",
            ROOT + ".safetensors..",
            ROOT + ".text..",
            ROOT + ".model..",
            ROOT + ".capture..",
            ROOT + ".exchange..",
            ROOT + ".task..",
            ROOT + ".run..",
            ROOT + ".rollout..",
            ROOT + ".evaluate..",
            ROOT + ".train..",
            ROOT + ".pretrain..",
            ROOT + ".rl..",
            ROOT + ".analysis..",
            ROOT + ".experiment..",
            ROOT + ".figure..",
            ROOT + ".report..",
            ROOT,
            ROOT + ".reproduce..",
            ROOT + ".bench..",
            ROOT + ".cli..");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void aPackageUsesOnlyThoseBeforeIt() {
        for (int j = 0; j < ORDER.size() - 1; j++) {
            String[] later = ORDER.subList(j + 1, ORDER.size()).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ORDER.get(j))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void everyPackageIsInTheOrder() {
        for (JavaClass found : CLASSES) {
            assertTrue(
                    ORDER.stream().anyMatch(name -> resideInAPackage(name).test(found)),
                    () -> "expected a package of the order, found " + found.getName());
        }
    }

    @Test
    void onlyTheCommandLinePrintsParsesArgumentsOrExits() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT + ".cli.."))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..")
                .check(CLASSES);
    }
}
