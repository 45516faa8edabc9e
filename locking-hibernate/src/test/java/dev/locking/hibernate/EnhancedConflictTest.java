package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.ChangeKind;
import dev.locking.Operation;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.ManagedEntity;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entities whose bytecode Hibernate has enhanced track their changes themselves, and have lazy attributes. */
class EnhancedConflictTest {

    private final EnhancedEntities loader = new EnhancedEntities();
    private final Class<? extends Document> type = loader.document();
    private final SessionFactory factory = Factories.nativeBootstrap(
            "enhanced",
            new Configuration(new BootstrapServiceRegistryBuilder()
                            .applyClassLoader(loader)
                            .build())
                    .addAnnotatedClass(type)
                    .setProperty("hibernate.jdbc.batch_size", "50"));
    private final SessionBoundary boundary = new SessionBoundary((SessionFactoryImplementor) factory);

    @BeforeEach
    void openDocument() throws Exception {
        assertThat(ManagedEntity.class).isAssignableFrom(type);
        Document document = type.getConstructor().newInstance();
        factory.inTransaction(session -> session.persist(document));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void aLazyAttributeThatWasNotLoadedStaysSo() {
        Document[] read = {null};

        List<Tuple> changes = changes(
                mine -> {
                    read[0] = mine;
                    mine.setTitle("mine");
                },
                theirs -> theirs.setBody("theirs"));

        assertThat(changes).containsExactly(tuple("title", ChangeKind.MINE, "title", "mine", "title"));
        assertThat(Hibernate.isPropertyInitialized(read[0], "body")).isFalse();
    }

    @Test
    void aLazyAttributeThatWasLoadedIsReportedWithTheOthers() {
        assertThat(changes(mine -> mine.setBody(mine.getBody() + " of mine"), theirs -> {
                    theirs.setBody("theirs");
                    theirs.setTitle("theirs");
                }))
                .containsExactlyInAnyOrder(
                        tuple("body", ChangeKind.OVERLAPPING, "body", "body of mine", "theirs"),
                        tuple("title", ChangeKind.THEIRS, "title", "title", "theirs"));
    }

    @Test
    void aLazyAttributeThatWasSetWithoutBeingLoadedHasNoBase() {
        assertThat(changes(mine -> mine.setBody("mine"), theirs -> theirs.setTitle("theirs")))
                .containsExactlyInAnyOrder(
                        tuple("body", ChangeKind.BASE_UNKNOWN, null, "mine", "body"),
                        tuple("title", ChangeKind.THEIRS, "title", "title", "theirs"));
    }

    private List<Tuple> changes(Consumer<Document> mine, Consumer<Document> theirs) {
        return requireNonNull(failed(mine, theirs)).conflicts().get(0).changes().stream()
                .map(change -> tuple(change.name(), change.kind(), change.base(), change.mine(), change.theirs()))
                .toList();
    }

    private Classification failed(Consumer<Document> mine, Consumer<Document> theirs) {
        try {
            boundary.inTransaction(
                    () -> {
                        mine.accept(factory.getCurrentSession().find(type, 1L));
                        factory.inTransaction(session -> theirs.accept(session.find(type, 1L)));
                        return null;
                    },
                    new FakeAttempt());
        } catch (RuntimeException failure) {
            return requireNonNull(new HibernateFailureClassifier()
                    .classify(new FailedAttempt(failure, Phase.BODY, Operation.named("Documents.change"), boundary)));
        } catch (Throwable error) {
            throw new AssertionError(error);
        }
        throw new AssertionError("a conflict was expected");
    }
}
