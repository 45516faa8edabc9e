package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.ReportedMappings.Fragile;
import dev.locking.hibernate.ReportedMappings.Person;
import dev.locking.spi.Classification;
import org.hibernate.Session;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the explanation of a conflict costs, and what it does without. */
class CostOfExplanationsTest extends ConflictsToExplain {

    @Test
    void nothingIsSentBeforeAConflictAndOneQueryMoreForEachEntityAfterwards() throws Throwable {
        Statistics statistics = factory.getStatistics();
        statistics.clear();
        boundary.inTransaction(
                () -> {
                    Session session = factory.getCurrentSession();
                    session.find(Person.class, 1L).name = "mine";
                    session.find(Person.class, 2L).name = "mine";
                    session.flush();
                    return null;
                },
                new FakeAttempt());
        assertThat(statistics.getPrepareStatementCount())
                .as("two reads and a batch")
                .isEqualTo(3);

        RuntimeException failure = lose(
                session -> {
                    for (long id = 3; id <= 12; id++) {
                        session.find(Person.class, id).name = "my own";
                    }
                },
                session -> {
                    for (long id = 3; id <= 12; id++) {
                        session.find(Person.class, id).name = "theirs";
                    }
                });
        statistics.clear();
        classify(failure);

        assertThat(statistics.getPrepareStatementCount())
                .as(
                        "versions of both entities, what became of ten rows, and nothing that is mapped to be fetched eagerly")
                .isEqualTo(3);
        assertThat(statistics.getEntityFetchCount()).isZero();
    }

    @Test
    void whatIsAskedForOneRowIsTranslatedOnce() {
        elsewhere(session -> session.persist(fragile(1)));
        loseAndExplain(2);
        Statistics statistics = factory.getStatistics();
        statistics.clear();

        loseAndExplain(3);

        assertThat(statistics.getPrepareStatementCount())
                .as("read, write and fail to write; version and row")
                .isEqualTo(6);
        assertThat(statistics.getQueryPlanCacheHitCount())
                .as("text and plan of both queries")
                .isEqualTo(4);
        assertThat(statistics.getQueryPlanCacheMissCount()).isZero();
    }

    private void loseAndExplain(int theirs) {
        conflict(
                session -> session.find(Fragile.class, 1L).other = 1 - theirs,
                session -> session.find(Fragile.class, 1L).other = theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop column phone", "rename column phone to telephone"})
    void whereTheirRowsCannotBeReadTheConflictHasNoChanges(String broken) {
        RuntimeException failure = lose(
                session -> session.find(Person.class, 1L).name = "mine",
                session -> session.find(Person.class, 1L).name = "theirs");
        elsewhere(session -> session.createNativeMutationQuery("alter table Person " + broken)
                .executeUpdate());

        Classification found = classify(failure);

        assertThat(requireNonNull(found).conflicts())
                .containsExactly(new Conflict(ConflictKind.STALE_UPDATE, "Person", 1L, 0L, 1L));
    }

    @Test
    void whereMyChangeCannotBeKeptTheFlushDoesNotNoticeAndTheConflictHasNoChanges() {
        elsewhere(session -> session.persist(fragile(1)));
        Fragile.failsForReports = true;

        Conflict conflict = conflict(
                session -> session.find(Fragile.class, 1L).text = new StringBuilder("mine"),
                session -> session.find(Fragile.class, 1L).other = 2);

        assertThat(conflict).isEqualTo(new Conflict(ConflictKind.STALE_UPDATE, "Fragile", 1L, 0L, 1L));
    }
}
