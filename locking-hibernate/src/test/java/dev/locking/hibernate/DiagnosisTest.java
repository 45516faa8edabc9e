package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.Verdict;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StaleStateException;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of the rows that an attempt had read decides about its failure, on H2; other databases are tried elsewhere. */
class DiagnosisTest {

    private static final String ACCOUNT = Account.class.getName();
    private static final Operation CREDIT = Operation.named("Accounts.credit");
    private static final String NO_FAILURE = "the body was expected to fail";

    /** An entity without version, whose identifiers are those of accounts too. */
    @Entity(name = "Remark")
    static class Note {

        @Id
        long id;

        String text = "";
    }

    private final HibernateFailureClassifier classifier = new HibernateFailureClassifier();
    private final FakeAttempt attempt = new FakeAttempt();
    private final SessionFactory factory = Factories.nativeBootstrap(
            null, new Configuration().addAnnotatedClass(Note.class).setProperty("hibernate.jdbc.batch_size", "20"));
    private final SessionBoundary boundary = new SessionBoundary((SessionFactoryImplementor) factory);

    @BeforeEach
    void openAccounts() {
        elsewhere(session -> {
            for (long id = 1; id <= 3; id++) {
                session.persist(account(id));
                session.persist(note(id));
            }
        });
    }

    @AfterEach
    void close() {
        factory.close();
    }

    // Version conflicts.

    @Test
    void allStaleRowsAreNamedWithTheVersionThatWasReadAndTheOneThatIsThere() {
        Classification found = failed(() -> {
            credit(1);
            credit(2);
            credit(3);
            creditElsewhere(1);
            creditElsewhere(3);
            creditElsewhere(3);
            return null;
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.RE_EXECUTE);
        assertThat(found.conflicts())
                .containsExactlyInAnyOrder(
                        new Conflict(ConflictKind.STALE_UPDATE, "Account", 1L, 0L, 1L),
                        new Conflict(ConflictKind.STALE_UPDATE, "Account", 3L, 0L, 2L));
    }

    @Test
    void theVersionThatWasReadIsNamedAlsoAfterTwoFlushes() {
        Classification found = failed(() -> {
            credit(1);
            current().flush();
            credit(1);
            current().flush();
            find(2);
            creditElsewhere(2);
            throw new StaleObjectStateException(ACCOUNT, 2L);
        });

        assertThat(found).isEqualTo(reExecute(stale(ConflictKind.STALE_UPDATE, 2)));
    }

    @Test
    void aRowThatIsGoneIsNotWorthAnotherRun() {
        Classification found = failed(() -> {
            credit(1);
            find(2);
            deleteElsewhere(1);
            creditElsewhere(2);
            return null;
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.SURFACE);
        assertThat(found.conflicts())
                .containsExactlyInAnyOrder(gone(1), new Conflict(ConflictKind.STALE_UPDATE, "Account", 2L, 0L, 1L));
    }

    @Test
    void aDeleteOfARowThatIsGoneIsNotWorthAnotherRunEither() {
        Classification found = failed(() -> {
            current().remove(find(1));
            deleteElsewhere(1);
            return null;
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.SURFACE);
        assertThat(found.conflicts())
                .extracting(Conflict::kind, Conflict::entityName, Conflict::id)
                .containsExactly(tuple(ConflictKind.GONE, "Account", 1L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anotherRowThatIsGoneDoesNotStopARunForTheOneThatIsStale(long stale) {
        long gone = 3 - stale;
        Classification found = failed(() -> {
            find(1);
            find(2);
            credit(stale);
            creditElsewhere(stale);
            deleteElsewhere(gone);
            return null;
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.RE_EXECUTE);
        assertThat(found.conflicts()).containsExactlyInAnyOrder(stale(ConflictKind.STALE_UPDATE, stale), gone(gone));
    }

    @Test
    void aRowOfAnotherEntityWithTheSameIdentifierIsAnotherRow() {
        Classification found = failed(() -> {
            current().find(Note.class, 1L);
            find(1);
            elsewhere(session -> session.remove(session.find(Note.class, 1L)));
            creditElsewhere(1);
            throw new StaleObjectStateException(ACCOUNT, 1L);
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.RE_EXECUTE);
        assertThat(found.conflicts())
                .containsExactlyInAnyOrder(
                        new Conflict(ConflictKind.STALE_UPDATE, "Account", 1L, 0L, 1L),
                        new Conflict(ConflictKind.GONE, "Remark", 1L, null, null));
    }

    @Test
    void aRowThatIsGoneIsNotTakenForAStaleOneOfAnotherEntityWithTheSameIdentifier() {
        Classification found = failed(() -> {
            current().find(Note.class, 1L);
            find(1);
            elsewhere(session -> session.remove(session.find(Note.class, 1L)));
            creditElsewhere(1);
            throw new StaleObjectStateException(Note.class.getName(), 1L);
        });

        assertThat(requireNonNull(found).verdict()).isEqualTo(Verdict.SURFACE);
    }

    @Test
    void whereNoRowIsNamedAnyThatIsGoneStopsIt() {
        assertThat(failed(() -> {
                    find(1);
                    deleteElsewhere(1);
                    throw new StaleStateException("batch");
                }))
                .isEqualTo(new Classification(Verdict.SURFACE, List.of(gone(1))));
    }

    @Test
    void whereNoRowIsNamedThoseThatAreStaleAre() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new StaleStateException("batch");
                }))
                .isEqualTo(reExecute(stale(ConflictKind.STALE_UPDATE, 1)));
    }

    @Test
    void whereNothingIsStaleAConflictStaysAsItCame() {
        assertThat(failed(() -> {
                    find(1);
                    throw new StaleStateException("batch");
                }))
                .isEqualTo(reExecute(new Conflict(ConflictKind.STALE_UPDATE, null, null)));
    }

    @Test
    void anInstanceFromOutsideIsTheCallersAndAnotherRunWouldMeetItAgain() {
        Account fromOutside = committed(1);
        creditElsewhere(1);
        fromOutside.balance += 50;

        assertThat(failed(() -> {
                    find(3);
                    find(1);
                    return current().merge(fromOutside);
                }))
                .isEqualTo(new Classification(
                        Verdict.SURFACE, List.of(new Conflict(ConflictKind.STALE_UPDATE, "Account", 1L, 0L, 1L))));
    }

    @Test
    void aRowThatWasNotReadIsLookedForToo() {
        deleteElsewhere(1);

        assertThat(failed(() -> {
                    throw new StaleObjectStateException(ACCOUNT, 1L);
                }))
                .isEqualTo(new Classification(
                        Verdict.SURFACE, List.of(new Conflict(ConflictKind.GONE, "Account", 1L, null, null))));
        assertThat(failed(() -> {
                    throw new StaleObjectStateException(ACCOUNT, 2L);
                }))
                .as("which is there, in whatever version")
                .isEqualTo(reExecute(new Conflict(ConflictKind.STALE_UPDATE, ACCOUNT, 2L)));
    }

    @Test
    void aRowOfNoEntityIsNotLookedFor() {
        assertThat(failed(() -> {
                    find(1);
                    throw new StaleObjectStateException("Nobody", 1L);
                }))
                .isEqualTo(reExecute(new Conflict(ConflictKind.STALE_UPDATE, "Nobody", 1L)));
    }

    @Test
    void aStaleReadNamesItsRows() {
        assertThat(failed(() -> {
                    Account read = find(1);
                    creditElsewhere(1);
                    throw new OptimisticLockException(
                            "x", new OptimisticEntityLockException(read, "newer version"), read);
                }))
                .isEqualTo(reExecute(stale(ConflictKind.STALE_READ, 1)));
    }

    @Test
    void aConflictAfterCommitWasSentStaysOpenWhateverTheRowsSay() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    attempt.reached(Phase.COMMIT_SENT);
                    throw new StaleObjectStateException(ACCOUNT, 1L);
                }))
                .isEqualTo(new Classification(Verdict.OUTCOME_UNKNOWN, List.of()));
    }

    // Conflicts that the database or an engine finds.

    static List<RuntimeException> foundByOthers() {
        return List.of(
                new PersistenceException(new SQLException("x", "40001")),
                new PersistenceException(new SQLException("x", "40001", 40001)),
                new FlowableOptimisticLockingException("x", new Exception()));
    }

    @ParameterizedTest
    @MethodSource("foundByOthers")
    void aConflictThatSomebodyElseFoundNamesTheRowsAndKeepsItsKind(RuntimeException failure) {
        Classification bare = failed(() -> {
            find(1);
            throw failure;
        });
        assertThat(requireNonNull(bare).verdict()).isEqualTo(Verdict.RE_EXECUTE);
        ConflictKind kind = bare.conflicts().get(0).kind();
        assertThat(bare.conflicts()).containsExactly(new Conflict(kind, null, null));

        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw failure;
                }))
                .isEqualTo(reExecute(stale(kind, 1)));
    }

    @Test
    void aConflictThatWasSwallowedIsRepeatedWhereARowIsStaleAndNoneIsGone() {
        Conflict unnamed = new Conflict(ConflictKind.SWALLOWED, null, null);

        assertThat(failed(() -> {
                    find(1);
                    throw new SwallowedConflictException();
                }))
                .isEqualTo(new Classification(Verdict.SURFACE, List.of(unnamed)));
        assertThat(failed(() -> {
                    find(2);
                    deleteElsewhere(2);
                    throw new SwallowedConflictException();
                }))
                .isEqualTo(new Classification(Verdict.SURFACE, List.of(unnamed)));
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new SwallowedConflictException();
                }))
                .isEqualTo(reExecute(stale(ConflictKind.SWALLOWED, 1)));
    }

    // What looks like no conflict.

    @Test
    void aFailureBesideAStaleRowIsAConflictInDisguise() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new NullPointerException();
                }))
                .isEqualTo(reExecute(stale(ConflictKind.DISGUISED, 1)));
    }

    @Test
    void aFailureBesideARowThatIsGoneIsSurfaced() {
        assertThat(failed(() -> {
                    find(1);
                    deleteElsewhere(1);
                    throw new NullPointerException();
                }))
                .isEqualTo(new Classification(Verdict.SURFACE, List.of(gone(1))));
    }

    @Test
    void aFailureBesideFreshRowsIsHonest() {
        assertThat(failed(() -> {
                    find(1);
                    credit(2);
                    current().persist(account(99));
                    current().find(Note.class, 1L).text = "mine";
                    current().flush();
                    throw new NullPointerException("a bug");
                }))
                .as("what it inserted and updated itself is not stale")
                .isNull();
    }

    @Test
    void aFailureThatReadNothingIsHonest() {
        assertThat(failed(() -> {
                    throw new NullPointerException("a bug");
                }))
                .isNull();
    }

    @Test
    void aCheckedExceptionIsTheApplicationsOwnWord() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new IOException("not enough money");
                }))
                .isNull();
    }

    @Test
    void aViolatedConstraintBesideAStaleRowIsAConflictInDisguise() {
        PersistenceException parentGone = new PersistenceException(new SQLException("x", "23506", 23506));

        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw parentGone;
                }))
                .isEqualTo(reExecute(stale(ConflictKind.DISGUISED, 1)));
        assertThat(failed(() -> {
                    find(2);
                    throw parentGone;
                }))
                .isEqualTo(new Classification(Verdict.RETHROW, List.of()));
    }

    @Test
    void anyOtherErrorOfTheDatabaseIsWhatItIsWhateverTheRowsSay() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new PersistenceException(new SQLException("syntax", "42000", 42000));
                }))
                .isEqualTo(new Classification(Verdict.RETHROW, List.of()));
        assertThat(failed(() -> {
                    find(2);
                    creditElsewhere(2);
                    throw new PersistenceException(new SQLException("duplicate", "23505", 23505));
                }))
                .isEqualTo(new Classification(
                        Verdict.IF_DECLARED, List.of(new Conflict(ConflictKind.DUPLICATE, null, null))));
    }

    // Rows that are busy.

    @Test
    void aRowOnWhichEarlierAttemptsLostAndThatIsBusyIsAnotherConflictOnIt() {
        assertThat(failed(() -> {
                    throw new RowBusyException(
                            new Row("Account", 1L),
                            new LockTimeoutException("x", new SQLException("lock timeout", "HYT00", 50200)));
                }))
                .isEqualTo(reExecute(new Conflict(ConflictKind.LOCK_TIMEOUT, null, null)));
    }

    @Test
    void soItIsWhereHibernateSaysIt() {
        attempt.rowsToLock = List.of(new Row("Account", 1L));
        try (Session holder = factory.openSession()) {
            holder.beginTransaction();
            holder.find(Account.class, 1L).balance += 7;
            holder.flush();

            assertThat(failed(() -> null)).isEqualTo(reExecute(new Conflict(ConflictKind.LOCK_TIMEOUT, null, null)));

            holder.getTransaction().rollback();
        }
    }

    @Test
    void aLockThatTheBodyItselfDidNotGetIsAConflictOnlyWhereItIsDeclared() {
        assertThat(failed(() -> {
                    throw new LockTimeoutException("x", new SQLException("lock timeout", "HYT00", 50200));
                }))
                .isEqualTo(new Classification(
                        Verdict.IF_DECLARED, List.of(new Conflict(ConflictKind.LOCK_TIMEOUT, null, null))));
    }

    @Test
    void aDeadlockWhileARowIsLockedStaysADeadlock() {
        assertThat(failed(() -> {
                    find(1);
                    creditElsewhere(1);
                    throw new RowBusyException(
                            new Row("Account", 1L), new PersistenceException(new SQLException("x", "40001", 40001)));
                }))
                .isEqualTo(reExecute(stale(ConflictKind.DEADLOCK, 1)));
    }

    // What is looked at.

    @Test
    void aRowWithoutVersionIsStaleOnlyWhenItIsGone() {
        assertThat(failed(() -> {
                    current().find(Note.class, 1L);
                    elsewhere(session -> session.find(Note.class, 1L).text = "theirs");
                    throw new NullPointerException("a bug");
                }))
                .isNull();
        assertThat(failed(() -> {
                    current().find(Note.class, 1L);
                    elsewhere(session -> session.remove(session.find(Note.class, 1L)));
                    throw new NullPointerException();
                }))
                .isEqualTo(new Classification(
                        Verdict.SURFACE, List.of(new Conflict(ConflictKind.GONE, "Remark", 1L, null, null))));
    }

    @Test
    void aChangeOfARowWithoutVersionCommits() throws Throwable {
        boundaryRuns(() -> current().find(Note.class, 1L).text = "mine");

        assertThat(textOfNote()).isEqualTo("mine");
    }

    private String textOfNote() {
        return factory.fromTransaction(session -> session.find(Note.class, 1L).text);
    }

    @Test
    void atMostFiveHundredRowsAreLookedAt() {
        elsewhere(session -> {
            for (long id = 1_001; id <= 1_600; id++) {
                session.persist(account(id));
            }
        });

        Classification found = failed(() -> {
            current()
                    .createSelectionQuery("from Account a where a.id > 1000", Account.class)
                    .getResultList();
            elsewhere(session -> session.createMutationQuery("update versioned Account set balance = 7")
                    .executeUpdate());
            throw new NullPointerException();
        });

        assertThat(requireNonNull(found).conflicts()).hasSize(500);
    }

    @Test
    void rowsThatAnInnerTransactionReadAreNotThoseOfTheOuterOne() {
        assertThat(failed(() -> {
                    Account outer = find(1);
                    elsewhere(session -> session.find(Account.class, 2L));
                    creditElsewhere(2);
                    outer.balance += 1;
                    current().flush();
                    throw new NullPointerException("a bug");
                }))
                .isNull();
    }

    @Test
    void anAttemptInsideLeavesTheOuterOneItsRecord() {
        assertThat(failed(() -> {
                    credit(1);
                    boundaryRuns(() -> find(2));
                    creditElsewhere(1);
                    return null;
                }))
                .as("the version in memory was raised before the batch ran")
                .isEqualTo(reExecute(stale(ConflictKind.STALE_UPDATE, 1)));
    }

    private void boundaryRuns(Body body) throws Throwable {
        boundary.inTransaction(body, new FakeAttempt());
    }

    @Test
    void whileTheTransactionLastsTheTableAloneDecides() {
        @Nullable Classification[] inside = {null};

        Classification after = failed(() -> {
            find(1);
            creditElsewhere(1);
            RuntimeException failure = new StaleObjectStateException(ACCOUNT, 1L);
            inside[0] = classifier.classify(failedWith(failure));
            throw failure;
        });

        assertThat(inside[0]).isEqualTo(reExecute(new Conflict(ConflictKind.STALE_UPDATE, ACCOUNT, 1L)));
        assertThat(after).isEqualTo(reExecute(stale(ConflictKind.STALE_UPDATE, 1)));
    }

    @Test
    void whatAnAttemptReadIsForgottenOnceItWasAskedFor() {
        failed(() -> {
            find(1);
            throw new NullPointerException();
        });
        creditElsewhere(1);

        assertThat(classifier.classify(failedWith(new NullPointerException()))).isNull();
    }

    @Test
    void whereTheRowsCannotBeReadTheTablesVerdictStands() throws Throwable {
        RuntimeException failure = new StaleStateException("batch");
        try {
            boundary.inTransaction(
                    () -> {
                        find(1);
                        creditElsewhere(1);
                        throw failure;
                    },
                    attempt);
        } catch (StaleStateException e) {
            elsewhere(session -> session.createNativeMutationQuery("alter table Account rename to Moved")
                    .executeUpdate());
        }

        assertThat(classifier.classify(failedWith(failure)))
                .isEqualTo(reExecute(new Conflict(ConflictKind.STALE_UPDATE, null, null)));
    }

    private @Nullable Classification failed(Body body) {
        attempt.phase = Phase.BODY;
        try {
            boundary.inTransaction(body, attempt);
        } catch (Exception failure) {
            return withoutChanges(classifier.classify(failedWith(failure)));
        } catch (Throwable error) {
            throw new AssertionError(NO_FAILURE, error);
        }
        throw new AssertionError(NO_FAILURE);
    }

    /** What both sides did to attributes is tried elsewhere. */
    private static @Nullable Classification withoutChanges(@Nullable Classification found) {
        return found == null
                ? null
                : new Classification(
                        found.verdict(),
                        found.conflicts().stream()
                                .map(conflict -> new Conflict(
                                        conflict.kind(),
                                        conflict.entityName(),
                                        conflict.id(),
                                        conflict.baseVersion(),
                                        conflict.currentVersion()))
                                .toList());
    }

    private FailedAttempt failedWith(Exception failure) {
        return new FailedAttempt(failure, attempt.phase, CREDIT, boundary);
    }

    private Session current() {
        return factory.getCurrentSession();
    }

    private Account find(long id) {
        return current().find(Account.class, id);
    }

    private void credit(long id) {
        find(id).balance += 50;
    }

    private Account committed(long id) {
        return factory.fromTransaction(session -> session.find(Account.class, id));
    }

    private void creditElsewhere(long id) {
        elsewhere(session -> session.find(Account.class, id).balance += 7);
    }

    private void deleteElsewhere(long id) {
        elsewhere(session -> session.remove(session.find(Account.class, id)));
    }

    private void elsewhere(Consumer<Session> work) {
        factory.inTransaction(work);
    }

    private static Account account(long id) {
        Account account = new Account();
        account.id = id;
        return account;
    }

    private static Note note(long id) {
        Note note = new Note();
        note.id = id;
        return note;
    }

    private static Conflict stale(ConflictKind kind, long id) {
        return new Conflict(kind, "Account", id, 0L, 1L);
    }

    private static Conflict gone(long id) {
        return new Conflict(ConflictKind.GONE, "Account", id, 0L, null);
    }

    private static Classification reExecute(Conflict conflict) {
        return new Classification(Verdict.RE_EXECUTE, List.of(conflict));
    }
}
