package org.flowtracer.workbench;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.Buffer;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays leave the device whole, once (HostCopy): none is read or written entry by entry where a model computes. */
class HotPathTest {
    private static final String ROOT = "org.flowtracer.workbench";

    /**
     * Methods that touch single entries, for a reason: the largest of a whole matrix, which is one entry; rows with an exponent out of range, which
     * are seldom; and the masked keys of a prompt, of which every row has a stretch of its own.
     */
    private static final Set<String> EXCEPTIONS = Set.of(
            ROOT + ".model.Mkl.requireSafeExponents",
            ROOT + ".rollout.MklAttention.exponentiate",
            ROOT + ".rollout.MklAttention.shift",
            ROOT + ".rollout.MklAttention.clear");

    /** Of arrays and their buffers. */
    private static DescribedPredicate<JavaCall<?>> ofAnArray() {
        return target(owner(assignableTo(INDArray.class)))
                .and(target(nameMatching("get(Float|Double|Int|Long|Number|Scalar)|putScalar|put"
                        + "|to(Float|Double|Int|Long)(Vector|Matrix)")))
                .or(target(owner(assignableTo(DataBuffer.class)))
                        .and(target(
                                nameMatching("put.*|get(Float|Double|Int|Long|Number).*|as(Float|Double|Int|Long)"))));
    }

    /** Of memory outside Java's heap: what takes no Java array moves one entry; an indexer moves them singly even then. */
    private static DescribedPredicate<JavaCall<?>> ofMemory() {
        DescribedPredicate<JavaCall<?>> single = DescribedPredicate.describe(
                "one entry",
                call -> call.getTarget().getRawParameterTypes().stream().allMatch(JavaClass::isPrimitive));
        return target(owner(assignableTo(Indexer.class)))
                .and(target(nameMatching("get.*|put.*")))
                .or(target(owner(assignableTo(Pointer.class).or(assignableTo(Buffer.class))))
                        .and(target(nameMatching("get(Bool|Byte|Char|Double|Float|Int|Long|Short)?|put.*")))
                        .and(single));
    }

    private static DescribedPredicate<JavaCall<?>> inAnException() {
        return DescribedPredicate.describe(
                "in an exception",
                call -> EXCEPTIONS.contains(
                        call.getOriginOwner().getName() + "." + call.getOrigin().getName()));
    }

    @Test
    void noArrayIsReadOrWrittenEntryByEntry() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".model..", ROOT + ".capture..", ROOT + ".rollout..", ROOT + ".train..", ROOT + ".rl..")
                .should()
                .callMethodWhere(ofAnArray().or(ofMemory()).and(DescribedPredicate.not(inAnException())))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(ROOT));
    }
}
