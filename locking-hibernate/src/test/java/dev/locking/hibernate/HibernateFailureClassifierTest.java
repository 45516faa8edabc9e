package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.activiti.engine.ActivitiOptimisticLockingException;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StaleStateException;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockAcquisitionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HibernateFailureClassifierTest {

    private static final OfflineDatabases DATABASES = new OfflineDatabases();

    private static final Classification RETHROW = new Classification(Verdict.RETHROW, List.of());
    private static final Classification OUTCOME_UNKNOWN = new Classification(Verdict.OUTCOME_UNKNOWN, List.of());

    @AfterAll
    static void close() {
        DATABASES.close();
    }

    // Version conflicts.

    @Test
    void aStaleRowIsNamedWhereverItIs() {
        Exception failure = new IOException(new RollbackException(
                new OptimisticLockException("stale", new StaleObjectStateException("Wallet", 42L))));

        assertThat(body(failure))
                .isEqualTo(new Classification(
                        Verdict.RE_EXECUTE, List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L))));
    }

    @Test
    void aVersionConflictWithoutARowIsAConflict() {
        assertThat(body(new StaleStateException("batch"))).isEqualTo(reExecute(ConflictKind.STALE_UPDATE));
        assertThat(body(new OptimisticLockException("of the application")))
                .isEqualTo(reExecute(ConflictKind.STALE_UPDATE));
    }

    @Test
    void aFailedCheckOfWhatWasReadIsAStaleRead() {
        Exception failure =
                new OptimisticLockException("x", new OptimisticEntityLockException(new Object(), "newer version"));

        assertThat(body(failure)).isEqualTo(reExecute(ConflictKind.STALE_READ));
    }

    @Test
    void aVersionConflictAfterCommitWasSentIsNoAnswerToIt() {
        assertThat(commit(new StaleObjectStateException("Wallet", 42L))).isEqualTo(OUTCOME_UNKNOWN);
    }

    @Test
    void anUpsertThatMetTheRowOfSomebodyElseIsAVersionConflict() {
        Exception failure = new StaleStateException(
                "Wallet", new ConstraintViolationException("x", new SQLException("duplicate", "23505"), "wallet_pkey"));

        assertThat(body(failure)).isEqualTo(reExecute(ConflictKind.STALE_UPDATE));
        assertThat(body(new OptimisticLockException("x", failure))).isEqualTo(reExecute(ConflictKind.STALE_UPDATE));
    }

    // Which of several errors counts.

    @Test
    void aSymptomIsSkipped() {
        SQLException first = new SQLException("could not serialize", "40001");
        SQLException symptom = new SQLException("transaction is aborted", "25P02", first);

        assertThat(body(symptom)).isEqualTo(reExecute(ConflictKind.SERIALIZATION));
        assertThat(body(nextOf(new SQLException("transaction is aborted", "25P02"), first)))
                .isEqualTo(reExecute(ConflictKind.SERIALIZATION));
        assertThat(classify(
                        "SQL Server",
                        Phase.BODY,
                        nextOf(new SQLException("doomed", "S0001", 3930), new SQLException("deadlock", "40001", 1205))))
                .isEqualTo(reExecute(ConflictKind.DEADLOCK));
    }

    @Test
    void aNumberIsASymptomForItsDatabaseOnly() {
        Exception failure = nextOf(new SQLException("x", "40001", 3930), new SQLException("y", "40P01"));

        assertThat(body(failure)).isEqualTo(reExecute(ConflictKind.SERIALIZATION));
    }

    @Test
    void whatTheDatabaseSaysCountsMoreThanTheExplanationOfItsDriver() {
        SQLException lockTimeout = new SQLException(
                "Timeout trying to lock table", "HYT00", 50200, new SQLException("Concurrent update", "90131", 90131));

        assertThat(classify("H2", Phase.BODY, lockTimeout)).isEqualTo(ifDeclared(ConflictKind.LOCK_TIMEOUT));
    }

    @Test
    void theFirstErrorThatTheTableKnowsCounts() {
        SQLException unknown = new SQLException("of a wrapper", "XYZ12");
        unknown.setNextException(new SQLException("deadlock", "40P01"));
        unknown.setNextException(new SQLException("syntax", "42601"));

        assertThat(body(unknown)).isEqualTo(reExecute(ConflictKind.DEADLOCK));
    }

    @Test
    void theCauseOfABatchIsFoundInItsNextExceptions() {
        BatchUpdateException batch = new BatchUpdateException("batch", "HY000", 0, new int[0]);
        batch.setNextException(new SQLException("entry 1", "23505"));

        assertThat(body(new PersistenceException(batch))).isEqualTo(ifDeclared(ConflictKind.DUPLICATE));
    }

    @Test
    void anUnknownOutcomeAnywhereInTheAnswerToCommitOutweighsARollback() {
        SQLException lost = new SQLException("lost", "08006");
        SQLException serialization = new SQLException("x", "40001");

        assertThat(commit(new SQLException("ambiguous", "40003", serialization)))
                .isEqualTo(OUTCOME_UNKNOWN);
        assertThat(commit(new SQLException("x", "40001", lost))).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(commit(nextOf(serialization, lost))).isEqualTo(OUTCOME_UNKNOWN);
    }

    @Test
    void ambiguousIsNotADeadlockAlthoughHibernateSaysSo() {
        Exception failure = new LockAcquisitionException("x", new SQLException("result is ambiguous", "40003"));

        assertThat(body(failure)).isEqualTo(RETHROW);
        assertThat(commit(failure)).isEqualTo(OUTCOME_UNKNOWN);
    }

    // Suppressed exceptions.

    @Test
    void aSuppressedConflictOfTheBodyIsFoundWhereNothingElseIsKnown() {
        Exception failure = new IllegalStateException("2 of 8 tasks failed");
        failure.addSuppressed(new IOException(new SQLException("x", "40001")));

        assertThat(body(failure)).isEqualTo(reExecute(ConflictKind.SERIALIZATION));
    }

    @Test
    void aFailedCleanUpHidesNoConflict() {
        Exception failure = new StaleObjectStateException("Wallet", 42L);
        failure.addSuppressed(new SQLException("rollback failed", "08006"));

        assertThat(body(failure)).extracting(Classification::verdict).isEqualTo(Verdict.RE_EXECUTE);
    }

    @Test
    void aSuppressedConflictIsNoAnswerToCommit() {
        Exception failure = new IllegalStateException("?");
        failure.addSuppressed(new SQLException("x", "40001"));

        assertThat(commit(failure)).isEqualTo(OUTCOME_UNKNOWN);
    }

    @Test
    void aRollbackThatFailedAfterTheAnswerToCommitChangesNothing() {
        Exception failure = new SQLException("x", "40001");
        failure.addSuppressed(new SQLException("rollback failed", "08006"));

        assertThat(commit(failure)).isEqualTo(reExecute(ConflictKind.SERIALIZATION));
    }

    // What is no conflict.

    @Test
    void whatIsNotOfTheDatabaseIsForOthersToSay() {
        assertThat(body(new IOException("disk full"))).isNull();
        assertThat(body(new NullPointerException())).isNull();
    }

    @Test
    void anythingButAnAnswerLeavesTheOutcomeOfACommitUnknown() {
        assertThat(commit(new NullPointerException())).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(commit(new SQLException("no state"))).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(commit(new InterruptedException())).isEqualTo(OUTCOME_UNKNOWN);
    }

    @Test
    void aViolatedConstraintIsAnAnswerToCommitOnAnyDatabase() {
        for (String state : List.of("23000", "23514", "23Z99", "40002")) {
            assertThat(classify("some other", Phase.COMMIT_SENT, new SQLException("x", state)))
                    .isEqualTo(RETHROW);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"BODY", "APPLIED"})
    void anInterruptStopsEvenAConflict(Phase phase) {
        Exception failure = new SQLException("interrupted while waiting for a connection", "40001");
        failure.initCause(new InterruptedException());

        assertThat(classify("PostgreSQL", phase, failure)).isEqualTo(RETHROW);
        assertThat(classify("PostgreSQL", phase, new RuntimeException(new InterruptedException())))
                .isEqualTo(RETHROW);
    }

    static Stream<Exception> givenUp() {
        SQLException serialization = new SQLException("of another transaction", "40001");
        ConflictException conflict = new ConflictException(
                "gave up",
                List.of(new Conflict(ConflictKind.SERIALIZATION, null, null)),
                "Other",
                3,
                Duration.ZERO,
                serialization);
        OutcomeUnknownException unknown = new OutcomeUnknownException("lost", "Other", 1, serialization);
        return Stream.of(conflict, unknown, new IOException(new ExecutionException(conflict)));
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void whatAnotherExecutionHasGivenUpIsNotRepeated(Exception failure) {
        assertThat(body(failure)).isEqualTo(RETHROW);
        assertThat(commit(failure)).isEqualTo(OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"BODY", "COMMIT_SENT"})
    void aSwallowedConflictIsSurfaced(Phase phase) {
        assertThat(classify("PostgreSQL", phase, new SwallowedConflictException()))
                .isEqualTo(
                        new Classification(Verdict.SURFACE, List.of(new Conflict(ConflictKind.SWALLOWED, null, null))));
    }

    @Test
    void nothingIsEverRepeatedOnceItIsApplied() {
        for (Exception failure : List.of(
                new SwallowedConflictException(),
                new StaleObjectStateException("Wallet", 42L),
                new SQLException("x", "40001"),
                new IOException())) {
            assertThat(classify("PostgreSQL", Phase.APPLIED, failure)).isEqualTo(RETHROW);
        }
    }

    @Test
    void aConflictBelowAHundredThousandExceptionsIsNotLookedFor() {
        Exception failure = new SQLException("x", "40001");
        for (int i = 0; i < 100_000; i++) {
            failure = new Exception("one of many", failure);
        }

        assertThat(body(failure)).isNull();
        assertThat(commit(failure)).isEqualTo(OUTCOME_UNKNOWN);
    }

    // Process engines.

    /** An engine's own subclass. */
    private static final class OfTheEngine extends ActivitiOptimisticLockingException {

        private static final long serialVersionUID = 1L;

        OfTheEngine() {
            super("x", new Exception());
        }
    }

    static Stream<Exception> conflictsOfProcessEngines() {
        return Stream.of(
                new org.camunda.bpm.engine.OptimisticLockingException("x", new Exception()),
                new org.operaton.bpm.engine.OptimisticLockingException("x", new SQLException("parent gone", "23503")),
                new FlowableOptimisticLockingException("x", new Exception()),
                new ActivitiOptimisticLockingException("x", new Exception()),
                new OfTheEngine());
    }

    @ParameterizedTest
    @MethodSource("conflictsOfProcessEngines")
    void aConflictOfAProcessEngineIsRepeated(Exception failure) {
        assertThat(body(failure)).isEqualTo(reExecute(ConflictKind.PROCESS_ENGINE));
        assertThat(body(new IOException(failure))).isEqualTo(reExecute(ConflictKind.PROCESS_ENGINE));
    }

    @Test
    void aConflictOfAProcessEngineIsNoAnswerToCommit() {
        assertThat(commit(new FlowableOptimisticLockingException("x", new Exception())))
                .isEqualTo(OUTCOME_UNKNOWN);
    }

    // The database.

    @Test
    void aVendorCodeMeansWhatItMeansToTheDatabaseOfTheSession() {
        Exception failure = new SQLException("x", "HY000", 1205);

        assertThat(classify("MySQL", Phase.BODY, failure)).isEqualTo(ifDeclared(ConflictKind.LOCK_TIMEOUT));
        assertThat(classify("SQL Server", Phase.BODY, failure)).isEqualTo(reExecute(ConflictKind.DEADLOCK));
        assertThat(classify("PostgreSQL", Phase.BODY, failure)).isEqualTo(RETHROW);
        assertThat(classify("some other", Phase.BODY, failure)).isEqualTo(RETHROW);
    }

    @Test
    void aBoundaryThatIsNotOursHasTheRowsForAnyDatabase() {
        HibernateFailureClassifier classifier = new HibernateFailureClassifier();
        SQLException serialization = new SQLException("x", "40001");
        SQLException deadlockOfPostgreSql = new SQLException("x", "40P01");

        assertThat(classifier.classify(failedElsewhere(serialization)))
                .isEqualTo(reExecute(ConflictKind.SERIALIZATION));
        assertThat(classifier.classify(failedElsewhere(deadlockOfPostgreSql))).isEqualTo(RETHROW);
    }

    private static FailedAttempt failedElsewhere(Exception failure) {
        TransactionBoundary elsewhere = (TransactionBoundary) Proxy.newProxyInstance(
                TransactionBoundary.class.getClassLoader(),
                new Class<?>[] {TransactionBoundary.class},
                (proxy, method, arguments) -> null);
        return new FailedAttempt(failure, Phase.BODY, Operation.named("Test.operation"), elsewhere);
    }

    private static @Nullable Classification body(Exception failure) {
        return classify("PostgreSQL", Phase.BODY, failure);
    }

    private static @Nullable Classification commit(Exception failure) {
        return classify("PostgreSQL", Phase.COMMIT_SENT, failure);
    }

    private static @Nullable Classification classify(String database, Phase phase, Exception failure) {
        return DATABASES.classify(database, phase, failure);
    }

    private static SQLException nextOf(SQLException first, SQLException next) {
        first.setNextException(next);
        return first;
    }

    private static Classification reExecute(ConflictKind kind) {
        return new Classification(Verdict.RE_EXECUTE, List.of(new Conflict(kind, null, null)));
    }

    private static Classification ifDeclared(ConflictKind kind) {
        return new Classification(Verdict.IF_DECLARED, List.of(new Conflict(kind, null, null)));
    }
}
