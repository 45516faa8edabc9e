package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.OutcomeUnknownException;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.FaultyCommits.Fault;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A commit that fails, with and without having been applied: the exception looks the same. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class CommitFaultTest extends DoorKit {

    private final FaultyCommits commits = new FaultyCommits();

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

    private void deposit() throws Exception {
        door.call(() -> {
            attempts++;
            bank.credit(WALLET, 50);
            return null;
        });
    }
}
