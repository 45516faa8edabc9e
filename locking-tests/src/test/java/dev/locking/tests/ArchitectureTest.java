package dev.locking.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("locking-tests"))
            .importPackages("dev.locking");

    private static final DescribedPredicate<JavaClass> API =
            resideInAnyPackage("dev.locking", "dev.locking.spi").as("the API");
    private static final DescribedPredicate<JavaClass> ENGINE =
            resideInAPackage("dev.locking.retry..").as("the engine");
    private static final DescribedPredicate<JavaClass> HIBERNATE_INTEGRATION =
            resideInAPackage("dev.locking.hibernate..").as("the Hibernate integration");

    @Test
    void everyModuleIsLookedAt() {
        assertThat(LIBRARY.stream().map(JavaClass::getPackageName))
                .contains(
                        "dev.locking",
                        "dev.locking.spi",
                        "dev.locking.retry",
                        "dev.locking.retry.runtime",
                        "dev.locking.retry.weaving",
                        "dev.locking.retry.metrics",
                        "dev.locking.hibernate")
                .noneMatch(name -> name.startsWith("dev.locking.tests"));
    }

    @Test
    void theApiKnowsOnlyJakartaPersistenceAndJSpecify() {
        classes()
                .that(API)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.locking", "dev.locking.spi", "java..", "jakarta.persistence..", "org.jspecify.."))
                .check(LIBRARY);
    }

    @Test
    void theEngineKnowsNoHibernate() {
        noClasses()
                .that(ENGINE)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.hibernate..", "dev.locking.hibernate.."))
                .check(LIBRARY);
    }

    @Test
    void theHibernateIntegrationKnowsTheApiAloneAndNoByteBuddyMicrometerOrSpring() {
        noClasses()
                .that(HIBERNATE_INTEGRATION)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.locking.retry..", "net.bytebuddy..", "io.micrometer..", "org.springframework.."))
                .check(LIBRARY);
    }

    @Test
    void onlyTheWeavingPackageKnowsByteBuddy() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.locking.retry.weaving")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.bytebuddy..")
                .check(LIBRARY);
    }

    @Test
    void onlyTheMetricsPackageKnowsMicrometer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.locking.retry.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(LIBRARY);
    }

    @Test
    void theAgentNeedsNothingOfTheLibraryButThePolicies() {
        noClasses()
                .that()
                .resideInAPackage("dev.locking.retry.weaving")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.locking..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.locking.retry.weaving")))
                        .and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(
                                dev.locking.RetryPolicy.class, dev.locking.GroupPolicy.class))))
                .check(LIBRARY);
    }

    @Test
    void nothingCallsWhatIsForWovenClasses() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.locking.retry.runtime")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.locking.retry.runtime")
                .check(LIBRARY);
    }

    @Test
    void noClassIsAGrabBag() {
        noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Managers?)").check(LIBRARY);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(LIBRARY.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
    }
}
