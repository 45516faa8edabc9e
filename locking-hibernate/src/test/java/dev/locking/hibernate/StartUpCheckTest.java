package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.hibernate.CheckedEntities.NeverRaised;
import dev.locking.hibernate.CheckedEntities.Sound;
import dev.locking.hibernate.CheckedEntities.SoundPart;
import dev.locking.hibernate.CheckedEntities.Timed;
import dev.locking.hibernate.CheckedEntities.Unversioned;
import dev.locking.hibernate.CheckedEntities.UnversionedToo;
import jakarta.persistence.PersistenceException;
import java.util.logging.Level;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpCheckTest {

    private LogLines log = LogLines.of(StartUpCheck.class, Level.INFO);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void soundMappingsAndSettingsAreNotTalkedAbout() {
        build(new Configuration().addAnnotatedClasses(Sound.class, SoundPart.class));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void eachKindOfFindingIsOneWarningWithAllEntities() {
        build(new Configuration().addAnnotatedClasses(Unversioned.class, UnversionedToo.class, Timed.class));

        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("WARN: Unversioned, UnversionedToo: no @Version."),
                        line -> assertThat(line).startsWith("WARN: Timed: the @Version is a time."));
    }

    @ParameterizedTest
    @CsvSource({
        "7.2.24.Final, true",
        "7.3.0.CR1, true",
        "6.6.56.Final, true",
        "7.4.0.Final, false",
        "7.4.6.Final, false",
        "7.10.0.Final, false",
        "8.0.0.Beta1, false",
        "[WORKING], false",
        "7, false"
    })
    void aHibernateThatIsOlderThanTheTriedOneIsToldOf(String version, boolean old) {
        assertThat(StartUpCheck.isOld(version)).isEqualTo(old);
    }

    @Test
    void notesAreForDebugging() {
        log.close();
        log = LogLines.of(StartUpCheck.class, Level.ALL);

        build(new Configuration());

        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("DEBUG: Account: assigned id,"),
                        line -> assertThat(line)
                                .startsWith("DEBUG: SessionFactory checked: hibernate.jpa.compliance.transaction"));
    }

    @Test
    void strictRefusesWithAllFindingsAtOnce() {
        Configuration configuration = new Configuration()
                .addAnnotatedClasses(Unversioned.class, NeverRaised.class)
                .setProperty(CheckMode.SETTING, "strict")
                .setProperty("hibernate.connection.isolation", "READ_UNCOMMITTED");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> build(configuration))
                .withMessageStartingWith("SessionFactory checked is not built, because locking.check = strict:")
                .withMessageContaining("\n- Unversioned: no @Version.")
                .withMessageContaining("\n- NeverRaised: the column of the @Version is not updatable.")
                .withMessageContaining("\n- SessionFactory checked: the isolation level is READ UNCOMMITTED.");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new SessionFactories().boundary("checked"))
                .withMessageStartingWith("No ");
    }

    @Test
    void strictBuildsWhatIsSound() {
        build(new Configuration()
                .addAnnotatedClasses(Sound.class, SoundPart.class)
                .setProperty(CheckMode.SETTING, "strict")
                .setProperty("hibernate.jdbc.batch_size", "10")
                .setProperty("hibernate.connection.isolation", "REPEATABLE_READ"));

        assertThat(log.lines()).singleElement().asString().startsWith("INFO: SessionFactory checked: the isolation");
    }

    @Test
    void strictStopsAStartByJpaToo() {
        HibernatePersistenceConfiguration unit = new HibernatePersistenceConfiguration("checked")
                .managedClass(Unversioned.class)
                .property("jakarta.persistence.jdbc.url", "jdbc:h2:mem:checked")
                .property(CheckMode.SETTING, "strict");

        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(unit::createEntityManagerFactory)
                .havingRootCause()
                .withMessageContaining("\n- Unversioned: no @Version.");
    }

    @Test
    void offLooksAtNothing() {
        log.close();
        log = LogLines.of(StartUpCheck.class, Level.ALL);

        build(new Configuration().addAnnotatedClass(Unversioned.class).setProperty(CheckMode.SETTING, "OFF"));

        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", ""})
    void aSettingThatDoesNotExistStopsTheStart(String value) {
        Configuration configuration = new Configuration().setProperty(CheckMode.SETTING, value);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> build(configuration))
                .withMessage("locking.check = " + value + " makes no sense. Set warn (log what is found; the default),"
                        + " strict (build no SessionFactory if anything is found) or off.");
    }

    @Test
    void theSettingMayBeASystemProperty() {
        System.setProperty(CheckMode.SETTING, "off");
        try {
            build(new Configuration().addAnnotatedClass(Unversioned.class));
        } finally {
            System.clearProperty(CheckMode.SETTING);
        }

        assertThat(log.lines()).isEmpty();
    }

    private static void build(Configuration configuration) {
        try (SessionFactory factory = Factories.nativeBootstrap("checked", configuration)) {
            assertThat(factory.isOpen()).isTrue();
        }
    }
}
