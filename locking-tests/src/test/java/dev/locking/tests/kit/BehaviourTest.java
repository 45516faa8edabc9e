package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.Synchronization;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.context.internal.ManagedSessionContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every door must do on every database. The other transaction of a conflict commits between the body's read and its
 * flush, on the same thread, so every interleaving is the same each time.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class BehaviourTest extends DoorKit {

    @Test
    void commitsAndReturnsWhatTheBodyReturned() throws Exception {
        String result = door.call(() -> {
            attempts++;
            bank.credit(WALLET, 50);
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void repeatsAConflictAtCommitOnFreshDataExactlyAsOftenAsItIsLost() throws Exception {
        int result = door.call(() -> {
            losingTheFirst(2, () -> bank.credit(WALLET, 50));
            return Attempt.current().number();
        });

        assertThat(result).isEqualTo(3);
        assertThat(attempts).isEqualTo(3);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + 7 + 50);
        assertThat(bank.committed(WALLET).version).isEqualTo(2);
    }

    @Test
    void repeatsAConflictAtFlush() throws Exception {
        door.call(() -> {
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            bank.currentSession().flush();
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void repeatsAConflictSomewhereInAJdbcBatch() throws Exception {
        bank.open(5, 6, 7, 8, 9, 10);

        door.call(() -> {
            losingTheFirst(1, () -> {
                for (long id = 1; id <= 10; id++) {
                    bank.credit(id, 50);
                }
            });
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
        assertThat(bank.balance(10)).isEqualTo(150);
    }

    @Test
    void repeatsAConflictThatTheBodyWrapped() throws Exception {
        door.call(() -> {
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            try {
                bank.currentSession().flush();
            } catch (OptimisticLockException e) {
                throw new IOException("wrapped", new IllegalStateException("twice", e));
            }
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void repeatsAConflictOfAStatelessSession() throws Exception {
        door.call(() -> {
            attempts++;
            bank.currentSession().doWork(connection -> {
                try (StatelessSession stateless = bank.factory().openStatelessSession(connection)) {
                    Wallet wallet = stateless.get(Wallet.class, WALLET);
                    wallet.balance += 50;
                    if (attempts == 1) {
                        bank.creditElsewhere(WALLET, 7);
                    }
                    stateless.update(wallet);
                }
            });
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void everyAttemptHasASessionOfItsOwnThatIsClosedAfterwards() throws Exception {
        List<Session> sessions = new ArrayList<>();
        List<CacheRetrieveMode> cacheModes = new ArrayList<>();

        door.call(() -> {
            sessions.add(bank.currentSession());
            cacheModes.add(bank.currentSession().getCacheRetrieveMode());
            losingTheFirst(2, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(sessions).hasSize(3).doesNotHaveDuplicates().noneMatch(Session::isOpen);
        assertThat(cacheModes)
                .as("retries read past the second-level cache")
                .containsExactly(CacheRetrieveMode.USE, CacheRetrieveMode.BYPASS, CacheRetrieveMode.BYPASS);
        assertThatThrownBy(() -> bank.currentSession()).isInstanceOf(HibernateException.class);
    }

    @Test
    void surfacesTheLastConflictWhenNoRetryIsLeftAndCommitsNothing() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.callWithTwoRetries(() -> {
                    losingTheFirst(99, () -> bank.credit(WALLET, 50));
                    return null;
                }))
                .isInstanceOf(OptimisticLockException.class)
                .withMessageContaining("gave up after 3 attempts")
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isEqualTo(3))
                .satisfies(surfaced -> assertThat(surfaced.getSuppressed()).hasSize(2))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .singleElement()
                        .extracting(Conflict::kind)
                        .isEqualTo(ConflictKind.STALE_UPDATE))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .singleElement()
                        .extracting(Conflict::id)
                        .isEqualTo(3L));

        assertThat(attempts).isEqualTo(3);
        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }

    @Test
    void rollsBackAnyOtherFailureAndLetsItOutAsItCame() {
        IOException failure = new IOException("disk full");

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.credit(WALLET, 50);
                    bank.currentSession().flush();
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void rollsBackAnErrorAndClosesTheSessionToo() {
        Error error = new OutOfMemoryError("not really");
        AtomicReference<@Nullable Session> session = new AtomicReference<>();

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    session.set(bank.currentSession());
                    bank.credit(WALLET, 50);
                    bank.currentSession().flush();
                    throw error;
                }))
                .isSameAs(error);

        assertThat(attempts).isOne();
        assertThat(session.get()).isNotNull().matches(used -> !used.isOpen(), "is closed");
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void runsTheBodyOnceInsideATransactionThatSomebodyElseBegan() {
        try (Session outer = bank.factory().openSession()) {
            ManagedSessionContext.bind(outer);
            outer.beginTransaction();
            bank.factory().getStatistics().setStatisticsEnabled(true);

            assertThatExceptionOfType(OptimisticLockException.class)
                    .isThrownBy(() -> door.call(() -> {
                        assertThat(bank.currentSession()).isSameAs(outer);
                        losingTheFirst(99, () -> bank.credit(WALLET, 50));
                        bank.currentSession().flush();
                        return null;
                    }))
                    .isNotInstanceOf(ConflictException.class);

            assertThat(attempts).isOne();
            assertThat(outer.isOpen()).isTrue();
            assertThat(outer.getTransaction().isActive())
                    .as("its owner decides")
                    .isTrue();
            assertThat(bank.factory().getStatistics().getSessionOpenCount())
                    .as("only somebody else's session was opened meanwhile")
                    .isOne();
            outer.getTransaction().rollback();
        } finally {
            ManagedSessionContext.unbind(bank.factory());
        }
        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }

    @Test
    void anOperationInsideAnotherSharesItsTransaction() throws Exception {
        door.call(() -> {
            Session outer = bank.currentSession();
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            return door.call(() -> {
                assertThat(bank.currentSession()).isSameAs(outer);
                assertThat(Attempt.current().number()).isEqualTo(attempts);
                bank.credit(WALLET, 1);
                return null;
            });
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + 7 + 51);
    }

    @Test
    void whatAnotherOperationHasGivenUpIsNotRepeatedByTheOuterOne() {
        ConflictException givenUp = new ConflictException(
                "gave up",
                List.of(new Conflict(ConflictKind.STALE_UPDATE, null, null)),
                "Other",
                3,
                Duration.ZERO,
                null);
        Exception failure = new IllegalStateException(givenUp);

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(attempts).isOne();
    }

    @Test
    void anActionAfterCommitRunsOnceAndSeesTheCommittedData() throws Exception {
        List<String> mails = new ArrayList<>();

        door.call(() -> {
            int number = Attempt.current().number();
            Attempt.current().afterCommit(() -> mails.add("attempt " + number + ": " + bank.balance(WALLET)));
            losingTheFirst(2, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(mails).containsExactly("attempt 3: 157");
    }

    @Test
    void noActionAfterCommitRunsWithoutACommit() {
        List<String> mails = new ArrayList<>();

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.callWithTwoRetries(() -> {
                    Attempt.current().afterCommit(() -> mails.add("mail"));
                    losingTheFirst(99, () -> bank.credit(WALLET, 50));
                    return null;
                }));

        assertThat(mails).isEmpty();
    }

    @Test
    void inATransactionThatSomebodyElseBeganTheActionWaitsForItsCommit() throws Exception {
        List<String> mails = new ArrayList<>();
        try (Session outer = bank.factory().openSession()) {
            ManagedSessionContext.bind(outer);
            outer.beginTransaction();

            door.call(() -> {
                Attempt.current().afterCommit(() -> mails.add("mail"));
                return null;
            });

            assertThat(mails).isEmpty();
            outer.getTransaction().commit();
            assertThat(mails).containsExactly("mail");
        } finally {
            ManagedSessionContext.unbind(bank.factory());
        }
    }

    @Test
    void beginsNoAttemptAfterTheDeadline() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.callWithWaitsPastTheDeadline(() -> {
                    losingTheFirst(99, () -> bank.credit(WALLET, 50));
                    return null;
                }))
                .withMessageContaining("maxDuration");

        assertThat(attempts).isOne();
    }

    @Test
    void anInterruptEndsTheWaitAndTheFlagIsKept() throws Exception {
        AtomicReference<@Nullable Throwable> surfaced = new AtomicReference<>();
        AtomicReference<@Nullable Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                door.callWithLongWaits(() -> {
                    losingTheFirst(99, () -> bank.credit(WALLET, 50));
                    return null;
                });
            } catch (Throwable e) {
                surfaced.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });

        caller.start();
        while (!isWaitingInTheEngine(caller) && caller.isAlive()) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();

        assertThat(surfaced.get()).isInstanceOf(ConflictException.class).hasMessageContaining("interrupted");
        assertThat(flag.get()).isTrue();
        assertThat(attempts).isOne();
    }

    private static boolean isWaitingInTheEngine(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .limit(8)
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.locking.retry."));
    }

    @Test
    void aConflictThatTheBodyCaughtIsRepeatedAndNotSwallowed() throws Exception {
        String result = door.call(() -> {
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            try {
                bank.currentSession().flush();
            } catch (OptimisticLockException ignoredByTheApplication) {
                return "all is well";
            }
            return "flushed";
        });

        assertThat(result).isEqualTo("flushed");
        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void aRollbackThatTheBodyAskedForIsNotPassedOffAsSuccess() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.credit(WALLET, 50);
                    bank.currentSession().getTransaction().setRollbackOnly();
                    return null;
                }))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .extracting(Conflict::kind)
                        .containsExactly(ConflictKind.SWALLOWED));

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void anErrorOfTheDatabaseThatTheBodyCaughtNeverLosesTheChangeInSilence() throws Exception {
        boolean acknowledged;
        try {
            door.call(() -> {
                attempts++;
                bank.credit(WALLET, 50);
                bank.currentSession().flush();
                bank.currentSession().doWork(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("select * from no_such_table");
                    } catch (SQLException ignoredByTheApplication) {
                        attempts += 0;
                    }
                });
                return null;
            });
            acknowledged = true;
        } catch (ConflictException e) {
            acknowledged = false;
        }

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(acknowledged ? 150 : 100);
    }

    @Test
    void whatFailsAfterTheCommitIsNeverRepeated() {
        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.credit(WALLET, 50);
                    bank.currentSession().getTransaction().registerSynchronization(new Synchronization() {
                        @Override
                        public void beforeCompletion() {}

                        @Override
                        public void afterCompletion(int status) {
                            throw new OptimisticLockException("looks like a conflict");
                        }
                    });
                    return null;
                }))
                .hasStackTraceContaining("looks like a conflict")
                .isNotInstanceOf(ConflictException.class);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).as("applied exactly once").isEqualTo(150);
    }

    @Test
    void aSynchronizationThatFailsBeforeTheCommitLeavesNothingUnknown() throws Exception {
        door.call(() -> {
            attempts++;
            bank.credit(WALLET, 50);
            bank.currentSession().getTransaction().registerSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    if (attempts == 1) {
                        throw new OptimisticLockException("a check of the application, after the flush");
                    }
                }

                @Override
                public void afterCompletion(int status) {}
            });
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }
}
