package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.AttributeChange;
import dev.locking.Conflict;
import dev.locking.Operation;
import dev.locking.hibernate.ReportedMappings.Address;
import dev.locking.hibernate.ReportedMappings.City;
import dev.locking.hibernate.ReportedMappings.Dirty;
import dev.locking.hibernate.ReportedMappings.Fragile;
import dev.locking.hibernate.ReportedMappings.Item;
import dev.locking.hibernate.ReportedMappings.Person;
import dev.locking.hibernate.ReportedMappings.Sparse;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** People and items on H2, whose conflicts are to be explained; other databases are tried elsewhere. */
abstract class ConflictsToExplain {

    static final byte[] CODE = {1, 2};

    final HibernateFailureClassifier classifier = new HibernateFailureClassifier();
    final FakeAttempt attempt = new FakeAttempt();
    final SessionFactory factory = Factories.nativeBootstrap(
            "explained",
            new Configuration()
                    .addAnnotatedClasses(ReportedMappings.ALL)
                    .setProperty("hibernate.jdbc.batch_size", "50")
                    .setProperty("hibernate.generate_statistics", "true")
                    .setProperty("locking.report.modified-by", "editor")
                    .setProperty("locking.report.modified-at", "edited"));
    final SessionBoundary boundary = new SessionBoundary((SessionFactoryImplementor) factory);

    @BeforeEach
    void openData() {
        elsewhere(session -> {
            for (long id = 1; id <= 60; id++) {
                session.persist(item(id));
            }
            for (long id = 2; id <= 60; id++) {
                Person person = person(id);
                person.favourite = session.find(Item.class, id);
                session.persist(person);
            }
            Person first = person(1);
            first.boss = session.find(Person.class, 2L);
            first.items.add(session.find(Item.class, 1L));
            session.persist(first);
        });
    }

    @AfterEach
    void close() {
        Fragile.failsForReports = false;
        factory.close();
    }

    Conflict conflict(Consumer<Session> mine, Consumer<Session> theirs) {
        Classification found = classified(mine, theirs);
        assertThat(found.conflicts()).hasSize(1);
        return found.conflicts().get(0);
    }

    Classification classified(Consumer<Session> mine, Consumer<Session> theirs) {
        return requireNonNull(classify(lose(mine, theirs)));
    }

    /** My change is flushed when theirs is committed. */
    RuntimeException lose(Consumer<Session> mine, Consumer<Session> theirs) {
        try {
            boundary.inTransaction(
                    () -> {
                        Session session = factory.getCurrentSession();
                        RuntimeException failure = failureOf(() -> mine.accept(session));
                        elsewhere(theirs);
                        if (failure != null) {
                            throw failure;
                        }
                        session.flush();
                        return null;
                    },
                    attempt);
        } catch (RuntimeException failure) {
            return failure;
        } catch (Throwable error) {
            throw new AssertionError(error);
        }
        throw new AssertionError("a conflict was expected");
    }

    private static @Nullable RuntimeException failureOf(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    @Nullable
    Classification classify(RuntimeException failure) {
        return classifier.classify(
                new FailedAttempt(failure, attempt.phase, Operation.named("People.change"), boundary));
    }

    void elsewhere(Consumer<Session> work) {
        factory.inTransaction(work);
    }

    static List<Tuple> changes(Conflict conflict) {
        return conflict.changes().stream()
                .map(change -> tuple(change.name(), change.kind(), change.base(), change.mine(), change.theirs()))
                .toList();
    }

    static AttributeChange change(Conflict conflict, String name) {
        return conflict.changes().stream()
                .filter(change -> change.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Item item(long id) {
        Item item = new Item();
        item.id = id;
        return item;
    }

    static Person person(long id) {
        Person person = new Person();
        person.id = id;
        person.name = "Ann";
        person.code = CODE.clone();
        person.address = new Address();
        person.address.street = "Street";
        person.address.city = new City();
        person.address.city.name = "Oslo";
        person.address.city.zip = "0";
        person.tags.add("tag");
        person.ranks.add("first");
        person.prices.put("base", new BigDecimal("1.00"));
        return person;
    }

    static Sparse sparse(long id) {
        Sparse sparse = new Sparse();
        sparse.id = id;
        return sparse;
    }

    static Fragile fragile(long id) {
        Fragile fragile = new Fragile();
        fragile.id = id;
        return fragile;
    }

    static Dirty dirty(long id) {
        Dirty dirty = new Dirty();
        dirty.id = id;
        return dirty;
    }
}
