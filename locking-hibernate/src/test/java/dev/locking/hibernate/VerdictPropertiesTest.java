package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.OutcomeUnknownException;
import dev.locking.spi.Classification;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.flowable.common.engine.api.FlowableOptimisticLockingException;
import org.hibernate.StaleObjectStateException;
import org.hibernate.StaleStateException;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.jspecify.annotations.Nullable;

/** What holds of every verdict, whatever failed and whoever wrapped it in what. */
class VerdictPropertiesTest {

    private static final OfflineDatabases DATABASES = new OfflineDatabases();

    private static final Classification RETHROW = new Classification(Verdict.RETHROW, List.of());
    private static final Classification OUTCOME_UNKNOWN = new Classification(Verdict.OUTCOME_UNKNOWN, List.of());

    /** One exception, by itself. */
    enum Part {
        SERIALIZATION("40001"),
        DEADLOCK("40P01"),
        LOCK_TIMEOUT("55P03"),
        DUPLICATE("23505"),
        PARENT_GONE("23503"),
        DEFERRED_CONSTRAINT("40002"),
        SYNTAX("42601"),
        ABORTED("25P02"),
        NO_STATE(null),
        UNKNOWN_STATE("XYZ12"),
        CONNECTION_LOST("08006"),
        RESOLUTION_UNKNOWN("08007"),
        COMPLETION_UNKNOWN("40003"),
        CRASHED("57P02"),
        BATCH(null),
        STALE_ROW(null),
        STALE_BATCH(null),
        STALE_READ(null),
        STALE_IN_JPA(null),
        PROCESS_ENGINE(null),
        INTERRUPTED(null),
        GAVE_UP(null),
        UNKNOWN_TO_ANOTHER(null),
        OF_THE_APPLICATION(null),
        CHECKED(null);

        private static final Set<Part> OPEN = Set.of(CONNECTION_LOST, RESOLUTION_UNKNOWN, COMPLETION_UNKNOWN, CRASHED);

        private static final Set<Part> ANSWERS =
                Set.of(SERIALIZATION, DEADLOCK, DUPLICATE, PARENT_GONE, DEFERRED_CONSTRAINT);

        private final @Nullable String state;

        Part(@Nullable String state) {
            this.state = state;
        }

        boolean leavesTheOutcomeOpen() {
            return OPEN.contains(this);
        }

        boolean isAnswerToCommit() {
            return ANSWERS.contains(this);
        }

        Exception exception(@Nullable Exception cause) {
            Exception exception =
                    switch (this) {
                        case NO_STATE -> new SQLException("of a pool");
                        case BATCH -> new BatchUpdateException("batch", new int[] {1});
                        case STALE_ROW -> new StaleObjectStateException("Wallet", 42L);
                        case STALE_BATCH -> new StaleStateException("batch");
                        case STALE_READ -> new OptimisticEntityLockException(new Object(), "newer version");
                        case STALE_IN_JPA -> new OptimisticLockException("x", cause);
                        case PROCESS_ENGINE -> new FlowableOptimisticLockingException("x", cause);
                        case INTERRUPTED -> new InterruptedException();
                        case GAVE_UP ->
                            new ConflictException(
                                    "gave up",
                                    List.of(new Conflict(ConflictKind.SERIALIZATION, null, null)),
                                    "Other",
                                    3,
                                    Duration.ZERO,
                                    cause == null ? new IOException() : cause);
                        case UNKNOWN_TO_ANOTHER ->
                            new OutcomeUnknownException("lost", "Other", 1, cause == null ? new IOException() : cause);
                        case OF_THE_APPLICATION -> new IllegalStateException("wrapped", cause);
                        case CHECKED -> new ExecutionException(cause);
                        default -> new SQLException("x", state);
                    };
            if (cause != null && exception.getCause() == null) {
                exception.initCause(cause);
            }
            return exception;
        }
    }

    /** An exception with all that it refers to. */
    record Failure(
            Part part, @Nullable Failure cause, @Nullable Failure next, List<Failure> suppressed) {

        Exception exception() {
            Exception exception = part.exception(cause == null ? null : cause.exception());
            if (next != null && exception instanceof SQLException sql) {
                sql.setNextException(next.exception() instanceof SQLException other ? other : new SQLException("next"));
            }
            suppressed.forEach(one -> exception.addSuppressed(one.exception()));
            return exception;
        }

        Failure withoutSuppressed() {
            return new Failure(
                    part,
                    cause == null ? null : cause.withoutSuppressed(),
                    next == null ? null : next.withoutSuppressed(),
                    List.of());
        }
    }

    @AfterContainer
    static void close() {
        DATABASES.close();
    }

    @Property
    void whatWasAppliedIsNeverRepeated(@ForAll("failures") Failure failure, @ForAll("databases") String database) {
        assertThat(DATABASES.classify(database, Phase.APPLIED, failure.exception()))
                .isEqualTo(RETHROW);
    }

    @Property
    void aCommitIsNeverRepeatedWhereAnythingLeavesItsOutcomeOpen(
            @ForAll("failures") Failure failure, @ForAll("open") Part open, @ForAll boolean asCause) {
        Exception outer = asCause
                ? new IOException(new Failure(open, failure, null, List.of()).exception())
                : around(failure.exception(), open.exception(null));

        assertThat(classify(Phase.COMMIT_SENT, outer)).isEqualTo(OUTCOME_UNKNOWN);
    }

    /** A batch whose cause is the one and whose next exception is the other. */
    private static Exception around(Exception cause, Exception next) {
        BatchUpdateException batch = new BatchUpdateException("batch", "HY000", 0, new int[0], cause);
        batch.setNextException((SQLException) next);
        return batch;
    }

    @Property
    void aCommitIsRepeatedOnlyIfTheDatabaseAnsweredThatItWasRolledBack(@ForAll("failures") Failure failure) {
        Exception exception = failure.exception();
        Classification verdict = classify(Phase.COMMIT_SENT, exception);

        assertThat(verdict).as("somebody always answers").isNotNull();
        if (verdict != null && verdict.verdict() != Verdict.OUTCOME_UNKNOWN) {
            assertThat(states(exception))
                    .anyMatch(VerdictPropertiesTest::isAnswer)
                    .noneMatch(state -> isOpen(state));
        }
    }

    private static List<String> states(Exception exception) {
        return CauseChain.of(exception)
                .all(SQLException.class)
                .map(SQLException::getSQLState)
                .map(String::valueOf)
                .toList();
    }

    private static boolean isAnswer(String state) {
        return Arrays.stream(Part.values()).anyMatch(part -> part.isAnswerToCommit() && state.equals(part.state));
    }

    private static boolean isOpen(String state) {
        return Arrays.stream(Part.values()).anyMatch(part -> part.leavesTheOutcomeOpen() && state.equals(part.state));
    }

    @Property
    void whatIsSuppressedIsNoAnswerToCommit(
            @ForAll("failures") Failure failure, @ForAll("failures") Failure suppressed) {
        Exception with = failure.exception();
        with.addSuppressed(suppressed.exception());

        assertThat(classify(Phase.COMMIT_SENT, with)).isEqualTo(classify(Phase.COMMIT_SENT, failure.exception()));
    }

    @Property
    void whatIsSuppressedChangesNothingWhereSomethingElseIsKnown(
            @ForAll("failures") Failure failure, @ForAll("failures") Failure suppressed) {
        Exception known = failure.withoutSuppressed().exception();
        Classification verdict = classify(Phase.BODY, known);
        known.addSuppressed(suppressed.exception());

        if (verdict != null) {
            assertThat(classify(Phase.BODY, known)).isEqualTo(verdict);
        }
    }

    @Property
    void anInterruptAndWhatAnotherExecutionGaveUpAreNeverRepeated(
            @ForAll("failures") Failure failure,
            @ForAll("ends") Part end,
            @ForAll("sqlWrappers") List<Shape> wrappers) {
        Exception exception = wrapped(end.exception(failure.exception()), wrappers);

        assertThat(classify(Phase.BODY, exception)).isEqualTo(RETHROW);
        assertThat(classify(Phase.COMMIT_SENT, exception))
                .extracting(Classification::verdict)
                .isNotEqualTo(Verdict.RE_EXECUTE);
    }

    @Property
    void wrappingAnErrorOfTheDatabaseDoesNotChangeTheVerdict(
            @ForAll("sqlParts") Part part,
            @ForAll("sqlWrappers") List<Shape> wrappers,
            @ForAll("phases") Phase phase,
            @ForAll("databases") String database) {
        Classification bare = DATABASES.classify(database, phase, part.exception(null));

        assertThat(DATABASES.classify(database, phase, wrapped(part.exception(null), wrappers)))
                .isEqualTo(bare);
    }

    @Property
    void wrappingDoesNotChangeTheVerdict(
            @ForAll("failures") Failure failure,
            @ForAll("neutralWrappers") List<Shape> wrappers,
            @ForAll("phases") Phase phase) {
        assertThat(classify(phase, wrapped(failure.exception(), wrappers)))
                .isEqualTo(classify(phase, failure.exception()));
    }

    @Property
    void theOrderOfWrappersDoesNotMatter(
            @ForAll("failures") Failure failure,
            @ForAll("neutralWrappers") List<Shape> wrappers,
            @ForAll Random random,
            @ForAll("phases") Phase phase) {
        List<Shape> shuffled = new ArrayList<>(wrappers);
        Collections.shuffle(shuffled, random);

        assertThat(classify(phase, wrapped(failure.exception(), shuffled)))
                .isEqualTo(classify(phase, wrapped(failure.exception(), wrappers)));
    }

    @Property
    void anErrorWithoutStateAndCodeBeforeTheOneThatCountsDoesNotMatter(
            @ForAll("telling") Part part, @ForAll @Size(max = 4) List<Boolean> asNext, @ForAll("phases") Phase phase) {
        Exception failure = part.exception(null);
        for (boolean next : asNext) {
            failure = next ? around(new IOException(), failure) : new SQLException("of a pool", failure);
        }

        assertThat(classify(phase, failure)).isEqualTo(classify(phase, part.exception(null)));
    }

    @Property
    void aCycleEndsAndDoesNotChangeTheVerdict(
            @ForAll("sqlParts") Part part,
            @ForAll("neutralWrappers") List<Shape> wrappers,
            @ForAll("phases") Phase phase) {
        Exception innermost = part.exception(null);
        Exception outermost = new IOException(wrapped(innermost, wrappers));
        innermost.initCause(outermost);

        assertThat(classify(phase, outermost)).isEqualTo(classify(phase, part.exception(null)));
    }

    @Property
    void askingAgainGetsTheSameAnswer(@ForAll("failures") Failure failure, @ForAll("phases") Phase phase) {
        Exception exception = failure.exception();

        assertThat(classify(phase, exception))
                .isEqualTo(classify(phase, exception))
                .isEqualTo(classify(phase, failure.exception()));
    }

    private static Exception wrapped(Exception root, List<Shape> wrappers) {
        Exception failure = root;
        for (Shape wrapper : wrappers) {
            failure = wrapper.fits(failure) ? wrapper.around(failure) : failure;
        }
        return failure;
    }

    private static @Nullable Classification classify(Phase phase, Exception failure) {
        return DATABASES.classify("PostgreSQL", phase, failure);
    }

    @Provide
    Arbitrary<Failure> failures() {
        Arbitrary<Part> parts = Arbitraries.of(Part.class);
        Arbitrary<Failure> leaves = parts.map(part -> new Failure(part, null, null, List.of()));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Combinators.combine(
                                parts,
                                inner.optional(0.8),
                                leaves.optional(0.3),
                                leaves.list().ofMaxSize(1))
                        .as((part, cause, next, suppressed) ->
                                new Failure(part, cause.orElse(null), next.orElse(null), suppressed)),
                0,
                4);
    }

    @Provide
    Arbitrary<Part> open() {
        return Arbitraries.of(Part.OPEN);
    }

    @Provide
    Arbitrary<Part> ends() {
        return Arbitraries.of(Part.INTERRUPTED, Part.GAVE_UP, Part.UNKNOWN_TO_ANOTHER);
    }

    @Provide
    Arbitrary<Part> sqlParts() {
        return Arbitraries.of(Part.class).filter(part -> part == Part.NO_STATE || part.state != null);
    }

    @Provide
    Arbitrary<Part> telling() {
        return sqlParts().filter(part -> part.state != null);
    }

    /** All of them, those included that say something else than what is inside: the error of the database decides. */
    @Provide
    Arbitrary<List<Shape>> sqlWrappers() {
        return Arbitraries.of(Shape.class).list().ofMaxSize(5);
    }

    /** Those that say nothing of their own. */
    @Provide
    Arbitrary<List<Shape>> neutralWrappers() {
        return Arbitraries.of(
                        Shape.JPA, Shape.JPA_COMMIT, Shape.SPRING_JPA, Shape.SPRING_COMMIT, Shape.OF_THE_APPLICATION)
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Phase> phases() {
        return Arbitraries.of(Phase.class);
    }

    @Provide
    Arbitrary<String> databases() {
        return Arbitraries.of("PostgreSQL", "H2", "MariaDB", "Oracle", "some other");
    }
}
