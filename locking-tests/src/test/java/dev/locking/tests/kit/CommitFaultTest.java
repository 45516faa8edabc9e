package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.OutcomeUnknownException;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.FaultyCommits.Fault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A commit that fails, with and without having been applied: the exception looks the same. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class CommitFaultTest extends DoorKit {

    private final FaultyCommits commits = new FaultyCommits();
    private final List<String> mails = new ArrayList<>();

    @Override
    Bank bank(Database database) {
        return Bank.on(commits.of(database.freshSchema()));
    }

    @Test
    void aCommitThatWasAppliedAndNotAnsweredIsNeverRepeated() {
        commits.failNext(Fault.AFTER_COMMIT, new SQLException("connection lost", "08006"));

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this::deposit);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void aCommitThatWasNotAppliedAndNotAnsweredIsNeverRepeatedEither() {
        commits.failNext(Fault.INSTEAD_OF_COMMIT, new SQLException("connection lost", "08006"));

        assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(this::deposit);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void aCommitThatTheDatabaseAnsweredByASerializationFailureIsRepeated() throws Exception {
        commits.failNext(Fault.INSTEAD_OF_COMMIT, new SQLException("could not serialize access", "40001"));

        deposit();

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void aCommitThatTheDatabaseAnsweredByAViolatedConstraintLeavesAsItCame() {
        SQLException violated = new SQLException("deferred constraint", "23514");
        commits.failNext(Fault.INSTEAD_OF_COMMIT, violated);

        assertThatThrownBy(this::deposit).hasRootCause(violated).isNotInstanceOf(OutcomeUnknownException.class);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(100);
    }

    @Test
    void theLedgerTellsThatAnUnansweredCommitWasApplied() throws Exception {
        createTheLedger();
        commits.failNext(Fault.AFTER_COMMIT, new SQLException("connection lost", "08006"));

        assertThat(depositVerifying()).isEqualTo("attempt 1");

        assertThat(attempts).isOne();
        assertThat(mails).containsExactly("mail of attempt 1");
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void theLedgerTellsThatAnUnansweredCommitWasNotAppliedAndItIsRepeated() throws Exception {
        createTheLedger();
        commits.failNext(Fault.INSTEAD_OF_COMMIT, new SQLException("connection lost", "08006"));

        assertThat(depositVerifying()).isEqualTo("attempt 2");

        assertThat(attempts).isEqualTo(2);
        assertThat(mails).containsExactly("mail of attempt 2");
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void aCallWithAKeyWhoseCommitWasNotAnsweredCanBeMadeAgainByTheCaller() throws Exception {
        createTheLedger();
        commits.failNext(Fault.AFTER_COMMIT, new SQLException("connection lost", "08006"));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> depositOnce("order 17"));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(depositOnce("order 17")).isEqualTo(150);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    /** The first execution that needs it does so, in a transaction of its own. */
    private void createTheLedger() throws Exception {
        door.callVerifying(() -> "nothing else");
    }

    private String depositVerifying() throws Exception {
        return door.callVerifying(() -> {
            String attempt = "attempt " + ++attempts;
            Attempt.current().afterCommit(() -> mails.add("mail of " + attempt));
            bank.credit(WALLET, 50);
            return attempt;
        });
    }

    private long depositOnce(String key) throws Exception {
        return door.callOnce(key, 50, () -> {
            attempts++;
            bank.credit(WALLET, 50);
            return bank.currentSession().find(Wallet.class, WALLET).balance;
        });
    }

    private void deposit() throws Exception {
        door.call(() -> {
            attempts++;
            bank.credit(WALLET, 50);
            return null;
        });
    }
}
