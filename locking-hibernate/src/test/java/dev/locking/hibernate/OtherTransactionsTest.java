package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.locking.Operation;
import dev.locking.retry.Locking;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that a repeated attempt does again although the rollback of the lost one did not take it back. */
class OtherTransactionsTest {

    private final LogLines log = LogLines.of(OtherTransactions.class, Level.INFO);
    private final SessionFactory factory = Factories.nativeBootstrap("other");

    private int attempts;

    @BeforeEach
    void open() {
        factory.inTransaction(session -> session.persist(new Account()));
    }

    @AfterEach
    void close() {
        log.close();
        factory.close();
    }

    @Test
    void isReportedOncePerOperation() {
        depositBeside("other.audited", this::insertInItsOwnTransaction);
        depositBeside("other.audited", this::insertInItsOwnTransaction);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN: Attempt 2 of other.audited writes Account in a transaction of its own");
    }

    @Test
    void isReportedWhereAnOperationOnAnotherUnitDoesIt() {
        try (SessionFactory stock = Factories.nativeBootstrap("stock")) {
            Locking.run(Operation.named("other.order").unit("other"), () -> {
                factory.getCurrentSession().find(Account.class, 0L).balance += 50;
                attempts++;
                Locking.run(
                        Operation.named("other.reserve").unit("stock"),
                        () -> stock.getCurrentSession().persist(account(attempts)));
                if (attempts == 1) {
                    factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
                }
            });
        }

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN: Attempt 2 of other.order writes Account in a transaction of its own");
    }

    @Test
    void isNoConcernAsLongAsNothingIsRepeated() {
        attempts = 1;

        depositBeside("other.calm", this::insertInItsOwnTransaction);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsWrittenInTheAttemptsTransactionIsNoConcern() {
        depositBeside("other.same", id -> factory.getCurrentSession().persist(account(id)));
        depositBeside("other.shared", id -> {
            try (var child = factory.getCurrentSession()
                    .sessionWithOptions()
                    .connection()
                    .openSession()) {
                child.persist(account(id));
                child.flush();
            }
        });

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aRowThatTheAttemptHasLockedIsRefusedInsteadOfWaitedForEver() {
        Throwable failure = catchThrowable(() -> Locking.run("other.itself", () -> {
            attempts++;
            factory.getCurrentSession().find(Account.class, 0L).balance += 50;
            factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
        }));

        assertThat(failure)
                .isInstanceOf(SelfDeadlockException.class)
                .hasMessageContaining(
                        "writes Account 0, which the attempt has locked because an earlier one lost on it");
        assertThat(attempts)
                .as("the first one lost on what it had written beside itself")
                .isEqualTo(2);
        assertThat(balance()).isEqualTo(7);
    }

    @Test
    void anotherRowMayBeWrittenBesideTheOneThatTheAttemptHasLocked() {
        factory.inTransaction(session -> session.persist(account(1)));

        Locking.run("other.beside", () -> {
            attempts++;
            factory.getCurrentSession().find(Account.class, 0L).balance += 50;
            factory.inTransaction(session -> session.find(Account.class, 1L).balance += 1);
            if (attempts == 1) {
                factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
            }
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(balance()).isEqualTo(57);
    }

    private long balance() {
        return factory.fromTransaction(session -> session.find(Account.class, 0L).balance);
    }

    private void depositBeside(String operation, LongConsumer work) {
        Locking.run(operation, () -> {
            factory.getCurrentSession().find(Account.class, 0L).balance += 50;
            attempts++;
            work.accept(attempts);
            if (attempts % 2 == 1) {
                factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
            }
        });
    }

    private void insertInItsOwnTransaction(long id) {
        factory.inTransaction(session -> session.persist(account(id)));
    }

    private static Account account(long id) {
        Account account = new Account();
        account.id = id;
        return account;
    }
}
