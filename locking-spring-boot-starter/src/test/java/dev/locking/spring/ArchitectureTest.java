package dev.locking.spring;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know Spring, and whom the starter may know. The lines between the other modules are drawn in locking-tests. */
class ArchitectureTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.locking");

    @Test
    void everyModuleIsLookedAt() {
        assertThat(LIBRARY.stream().map(JavaClass::getPackageName))
                .contains("dev.locking", "dev.locking.retry", "dev.locking.hibernate", "dev.locking.spring");
    }

    @Test
    void onlyTheStarterKnowsSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.locking.spring..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework..", "dev.locking.spring.."))
                .check(LIBRARY);
    }

    @Test
    void theStarterNeedsNothingBesidesSpringHibernateAndThisLibrary() {
        classes()
                .that()
                .resideInAPackage("dev.locking.spring..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.locking",
                        "dev.locking.spi",
                        "dev.locking.retry",
                        "dev.locking.retry.metrics",
                        "dev.locking.retry.weaving",
                        "dev.locking.hibernate",
                        "dev.locking.spring..",
                        "java..",
                        "jakarta.persistence..",
                        "jakarta.servlet..",
                        "io.micrometer.observation..",
                        "org.hibernate..",
                        "org.springframework..",
                        "org.aopalliance..",
                        "org.jboss.logging..",
                        "org.jspecify.."))
                .check(LIBRARY);
    }

    @Test
    void itsPackageIsNullMarked() {
        assertThat(LIBRARY.get(SpringBoundary.class).getPackage().isAnnotatedWith(NullMarked.class))
                .isTrue();
    }
}
