package org.radhub.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rooms of the house: who may use whom, and by which door. */
class ModuleBoundariesTest {
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "registry", Set.of(),
            "audit", Set.of("registry"),
            "storage", Set.of("registry", "audit"),
            "router", Set.of("registry", "audit", "storage"),
            "workflow", Set.of("registry", "audit", "storage"),
            "report", Set.of("registry", "audit", "storage", "router", "workflow"),
            "viewer", Set.of("registry", "audit", "storage"),
            "app", Set.of("registry", "audit", "storage", "router", "workflow", "report", "viewer"));

    private static JavaClasses hub;

    @BeforeAll
    static void read() {
        hub = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.radhub");
    }

    @Test
    void a_module_uses_only_the_modules_that_it_may() {
        MAY_USE.forEach((module, allowed) -> {
            for (var other : MAY_USE.keySet()) {
                if (!other.equals(module) && !allowed.contains(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("org.radhub." + module + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("org.radhub." + other + "..")
                            .allowEmptyShould(true)
                            .check(hub);
                }
            }
        });
    }

    @Test
    void a_module_is_used_by_others_only_through_its_root_package() {
        for (var module : MAY_USE.keySet()) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.radhub." + module + "..")
                    .should()
                    .dependOnClassesThat(insideOf(module))
                    .allowEmptyShould(true)
                    .check(hub);
        }
    }

    @Test
    void the_dicom_library_stays_in_its_quarantine() {
        classes()
                .that(importTheDicomLibrary())
                .should()
                .resideInAnyPackage(
                        "org.radhub.router.requestor", "org.radhub.storage.dataset", "org.radhub.viewer.pixels")
                .check(hub);
    }

    @Test
    void only_the_object_store_adapter_knows_the_s3_client() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.radhub.storage.objects..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.minio..")
                .check(hub);
    }

    @Test
    void only_workflow_knows_the_process_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.radhub.workflow..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.operaton..")
                .check(hub);
    }

    private static DescribedPredicate<JavaClass> insideOf(String module) {
        var root = "org.radhub." + module;
        return DescribedPredicate.describe(
                "inside " + root, used -> used.getPackageName().startsWith(root + "."));
    }

    private static DescribedPredicate<JavaClass> importTheDicomLibrary() {
        return DescribedPredicate.describe(
                "import the DICOM library", used -> used.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> use.getTargetClass().getPackageName().startsWith("org.aoju")));
    }
}
