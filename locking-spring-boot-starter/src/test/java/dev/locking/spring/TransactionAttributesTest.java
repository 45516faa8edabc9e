package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.Connection;
import java.util.concurrent.TimeoutException;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What {@code @Transactional} says holds for each attempt. */
class TransactionAttributesTest extends SpringKit {

    @Test
    void isolationAndTimeoutHoldForEachAttempt() {
        bank.open(1);

        errands.serializable(() -> {
            bank.deposit();
            bank.trace().add("isolation " + isolation() + ", timeout within 7 s: " + (timeToLive() <= 7));
        });

        String attributes = "isolation " + Connection.TRANSACTION_SERIALIZABLE + ", timeout within 7 s: true";
        assertThat(trace())
                .containsExactly("begin", "attempt", attributes, "rollback", "begin", "attempt", attributes, "commit");
    }

    @Test
    void readOnlyHoldsForEachAttempt() {
        bank.open(0);

        errands.readOnly(() -> {
            bank.deposit();
            bank.trace().add("read-only: " + TransactionSynchronizationManager.isCurrentTransactionReadOnly());
        });

        assertThat(trace()).containsExactly("begin", "attempt", "read-only: true", "commit");
        assertThat(bank.balance()).isEqualTo(100);
    }

    @Test
    void theTransactionIsNamedByTheMethodAsSpringDoes() {
        bank.open(0);

        errands.once(() -> bank.trace().add("" + TransactionSynchronizationManager.getCurrentTransactionName()));

        assertThat(trace()).contains(Errands.class.getName() + ".once");
    }

    @Test
    void aCheckedExceptionCommitsTheAttemptThatThrowsItUnlessItIsToRollBack() {
        bank.open(1);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> errands.run(() -> depositAndThrow(new TimeoutException())));
        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());

        bank.open(0);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> errands.withRules(() -> depositAndThrow(new FileNotFoundException())));
        assertThat(trace()).containsExactly("begin", "attempt", "rollback");
        assertThat(bank.balance()).isEqualTo(100);
    }

    @Test
    void anUncheckedExceptionRollsTheAttemptBackUnlessItIsToCommit() {
        bank.open(0);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> errands.withRules(() -> depositAndThrow(new IllegalStateException())));
        assertThat(trace()).containsExactly("begin", "attempt", "rollback");
        assertThat(bank.balance()).isEqualTo(100);

        bank.open(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> errands.withRules(() -> depositAndThrow(new IllegalArgumentException())));
        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aConflictThatIsToCommitCannotAndIsRetried() throws Exception {
        bank.open(1);

        errands.committingAlways(() -> {
            bank.deposit();
            bank.flush();
            return null;
        });

        assertThat(bank.attempts()).isEqualTo(2);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aCallWithAnIdempotencyKeyIsMadeOnceAndItsFailureAlwaysRollsBackSoThatTheKeyIsFree() throws Exception {
        bank.open(0);
        errands.next(() -> depositAndThrow(new TimeoutException()));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> errands.onlyOnce("key"));
        assertThat(bank.balance()).isEqualTo(100);

        bank.open(1);
        errands.next(() -> {
            bank.deposit();
            return 17L;
        });
        assertThat(errands.onlyOnce("key")).isEqualTo(17);
        assertThat(errands.onlyOnce("key")).isEqualTo(17);

        assertThat(bank.attempts()).isEqualTo(2);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void mandatoryDoesNotBeginOne() {
        bank.open(0);

        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> errands.mandatory(bank::deposit));

        assertThat(trace()).isEmpty();
    }

    @Override
    Object[] application() {
        return new Object[] {Errands.class, "spring.jpa.properties.locking.ledger.create=true"};
    }

    private Long depositAndThrow(Exception failure) throws Exception {
        bank.deposit();
        throw failure;
    }

    private int isolation() {
        return bank.entities().unwrap(Session.class).doReturningWork(Connection::getTransactionIsolation);
    }

    private static long timeToLive() {
        return TransactionSynchronizationManager.getResourceMap().values().stream()
                .filter(EntityManagerHolder.class::isInstance)
                .map(EntityManagerHolder.class::cast)
                .findFirst()
                .orElseThrow()
                .getTimeToLiveInSeconds();
    }
}
