package org.flowtracer.workbench;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays leave the device whole, once (HostCopy): none is read or written entry by entry where a model computes. */
class HotPathTest {
    private static final String ROOT = "org.flowtracer.workbench";

    @Test
    void noArrayIsReadOrWrittenEntryByEntry() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".model..", ROOT + ".capture..", ROOT + ".rollout..", ROOT + ".train..", ROOT + ".rl..")
                .should()
                .callMethodWhere(
                        target(owner(JavaClass.Predicates.assignableTo(INDArray.class)))
                                .or(target(owner(JavaClass.Predicates.assignableTo(DataBuffer.class))))
                                .and(
                                        target(
                                                nameMatching(
                                                        "get(Float|Double|Int|Long|Number|Scalar)|putScalar|put|to(Float|Double|Int|Long)(Vector|Matrix)"))))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(ROOT));
    }
}
