package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import org.junit.jupiter.api.Test;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.transaction.NestedTransactionNotSupportedException;

/** Who begins the transaction repeats it; what is called inside of it runs once. */
class OuterTransactionsTest extends SpringKit {

    @Test
    void insideATransactionTemplateTheBodyRunsOnceAndTheConflictGoesToWhoeverBeganIt() {
        bank.open(1);

        assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                .isThrownBy(() -> outer.executeWithoutResult(status -> errands.once(bank::deposit)));

        assertThat(trace()).containsExactly("begin", "attempt", "rollback");
        assertThat(bank.balance()).isEqualTo(107);
    }

    @Test
    void insideAMethodThatIsTransactionalAndNotRetriedTheBodyRunsOnce() {
        bank.open(1);

        assertThatExceptionOfType(ObjectOptimisticLockingFailureException.class)
                .isThrownBy(() -> errands.notRetried(() -> errands.once(bank::deposit)));

        assertThat(trace()).containsExactly("begin", "attempt", "rollback");
    }

    @Test
    void aTransactionTemplateInsideOfAnAttemptTakesPartInIt() throws Exception {
        bank.open(1);

        errands.run(() -> outer.execute(status -> {
            bank.deposit();
            return 0;
        }));

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aRetriedMethodInsideOfAnAttemptIsRepeatedWithIt() throws Exception {
        bank.open(1);

        errands.run(() -> {
            errands.once(() -> {
                bank.deposit();
                bank.trace().add("attempt number " + Attempt.current().number());
            });
            return 0;
        });

        assertThat(trace())
                .containsExactly(
                        "begin",
                        "attempt",
                        "attempt number 1",
                        "rollback",
                        "begin",
                        "attempt",
                        "attempt number 2",
                        "commit");
    }

    @Test
    void requiresNewIsOneTransactionPerAttemptAndRetriedInsideOfAnotherTransactionToo() {
        bank.open(1);
        errands.requiresNew(bank::deposit);
        assertThat(trace()).isEqualTo(ONE_RETRY);

        bank.open(1);
        outer.executeWithoutResult(status -> errands.requiresNew(bank::deposit));
        assertThat(trace())
                .containsExactly("begin", "begin", "attempt", "rollback", "begin", "attempt", "commit", "commit");
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void requiresNewThatIsCalledAgainInsideOfItselfBeginsAnother() {
        bank.open(0);

        errands.requiresNew(() -> errands.requiresNew(bank::deposit));

        assertThat(trace()).containsExactly("begin", "begin", "attempt", "commit", "commit");
        assertThat(bank.balance()).isEqualTo(150);
    }

    @Test
    void requiresNewInsideOfAnAttemptThatHasLockedItsRowIsRefusedInsteadOfWaitingForEver() {
        bank.open(0);

        assertThatThrownBy(() -> errands.run(() -> {
                    bank.entities().find(Wallet.class, Bank.WALLET).balance += 1;
                    errands.requiresNew(bank::deposit);
                    return 0;
                }))
                .hasStackTraceContaining("which the attempt has locked because an earlier one lost on it");

        assertThat(trace())
                .as("the first attempt lost on what the inner one had committed")
                .containsExactly(
                        "begin",
                        "begin",
                        "attempt",
                        "commit",
                        "rollback",
                        "begin",
                        "begin",
                        "attempt",
                        "rollback",
                        "rollback");
        assertThat(bank.balance()).isEqualTo(150);
    }

    @Test
    void nestedBeginsATransactionWhereThereIsNoneAndIsRefusedBySpringWhereThereIsOne() {
        bank.open(1);
        errands.nested(bank::deposit);
        assertThat(trace()).isEqualTo(ONE_RETRY);

        assertThatExceptionOfType(NestedTransactionNotSupportedException.class)
                .isThrownBy(() -> outer.executeWithoutResult(status -> errands.nested(bank::deposit)));
    }

    @Test
    void whatIsToRunAfterTheCommitOfAnOuterTransactionRunsThen() {
        bank.open(0);

        outer.executeWithoutResult(status -> errands.once(
                () -> Attempt.current().afterCommit(() -> bank.trace().add("after commit"))));

        assertThat(trace()).containsExactly("begin", "after commit", "commit");
    }
}
