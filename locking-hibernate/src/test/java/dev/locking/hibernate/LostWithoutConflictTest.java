package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.hibernate.CheckedEntities.NeverRaised;
import dev.locking.hibernate.CheckedEntities.Sound;
import dev.locking.hibernate.CheckedEntities.SoundPart;
import dev.locking.hibernate.CheckedEntities.UnverifiedDelete;
import dev.locking.hibernate.CheckedEntities.UnverifiedUpdate;
import dev.locking.hibernate.CheckedEntities.Unversioned;
import dev.locking.hibernate.CheckedEntities.WithId;
import jakarta.persistence.OptimisticLockException;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the messages of the check at start-up say, tried: Hibernate 7.4 reports none of these conflicts. */
class LostWithoutConflictTest {

    @Test
    void aVersionFindsTheConflict() {
        assertThatExceptionOfType(OptimisticLockException.class)
                .isThrownBy(() -> noteAfterAnotherChangedItTo("theirs", new Sound(), this::change));
    }

    @Test
    void withoutVersionTheLaterChangeOverwritesTheEarlierOne() {
        assertThat(noteAfterAnotherChangedItTo("theirs", new Unversioned(), this::change))
                .isEqualTo("mine");
    }

    @Test
    void soItDoesUnderAVersionThatIsNeverRaised() {
        assertThat(noteAfterAnotherChangedItTo("theirs", new NeverRaised(), this::change))
                .isEqualTo("mine");
    }

    @Test
    void aStaleChangeByAnUnverifiedStatementIsDropped() {
        assertThat(noteAfterAnotherChangedItTo("theirs", new UnverifiedUpdate(), this::change))
                .isEqualTo("theirs");
    }

    @Test
    void aStaleDeleteByAnUnverifiedStatementIsDropped() {
        assertThat(noteAfterAnotherChangedItTo("theirs", new UnverifiedDelete(), Session::remove))
                .isEqualTo("theirs");
    }

    private void change(Session session, WithId row) {
        row.note = "mine";
    }

    private static @Nullable String noteAfterAnotherChangedItTo(
            String theirs, WithId row, BiConsumer<Session, WithId> mine) {
        try (SessionFactory factory = Factories.nativeBootstrap(null, configuration(row))) {
            factory.inTransaction(session -> session.persist(row));
            factory.inTransaction(session -> {
                WithId read = session.find(row.getClass(), 0L);
                factory.inTransaction(other -> other.find(row.getClass(), 0L).note = theirs);
                mine.accept(session, read);
            });
            return factory.fromSession(session -> session.find(row.getClass(), 0L).note);
        }
    }

    private static Configuration configuration(WithId row) {
        return new Configuration().addAnnotatedClasses(row.getClass(), SoundPart.class, Sound.class);
    }
}
