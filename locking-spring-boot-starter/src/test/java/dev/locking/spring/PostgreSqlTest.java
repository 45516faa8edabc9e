package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From end to end, on a real PostgreSQL. Skipped where none can be started, unless {@code LOCKING_TEST_REQUIRE_ALL} is set. */
class PostgreSqlTest extends SpringKit {

    private static final int THREADS = 8;
    private static final int DEPOSITS = 25;

    private EmbeddedPostgres postgres;

    @BeforeAll
    @Override
    void start() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException | RuntimeException e) {
            Assumptions.assumeTrue(
                    Boolean.parseBoolean(System.getenv("LOCKING_TEST_REQUIRE_ALL")),
                    () -> "no PostgreSQL could be started: " + e);
            throw new IllegalStateException(e);
        }
        super.start();
    }

    @AfterAll
    @Override
    void close() {
        if (context != null) {
            super.close();
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {
            Errands.class,
            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "spring.datasource.username=postgres",
            "spring.datasource.hikari.maximum-pool-size=20"
        };
    }

    @Test
    void eachAttemptIsATransactionOfItsOwn() throws Exception {
        bank.open(2);

        errands.run(() -> {
            bank.deposit();
            return 0;
        });

        assertThat(trace())
                .containsExactly(
                        "begin", "attempt", "rollback", "begin", "attempt", "rollback", "begin", "attempt", "commit");
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void aSerializationFailureIsRetried() {
        bank.open(1);

        errands.serializable(bank::deposit);

        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    @Test
    void noDepositOfManyThreadsIsLost() throws Exception {
        bank.open(0);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Callable<Integer> deposits = () -> {
            together.await();
            for (int i = 0; i < DEPOSITS; i++) {
                errands.run(() -> {
                    bank.entities().find(Wallet.class, Bank.WALLET).balance += 1;
                    return 0;
                });
            }
            return 0;
        };

        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(threads.submit(deposits));
        }
        for (Future<Integer> caller : callers) {
            caller.get();
        }
        threads.shutdown();

        assertThat(bank.balance()).isEqualTo(100 + THREADS * DEPOSITS);
    }

    @Test
    void aCommitThatTheDatabaseWouldAnswerByARollbackIsFound() {
        bank.open(0);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() ->
                        errands.once(() -> bank.entities().unwrap(Session.class).doWork(connection -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute("update wallet set balance = 0");
                                statement.execute("select nonsense");
                            } catch (SQLException e) {
                                bank.trace().add("swallowed");
                            }
                        })))
                .satisfies(conflict ->
                        assertThat(conflict.conflicts().get(0).kind()).isEqualTo(ConflictKind.SWALLOWED));

        assertThat(trace()).contains("swallowed");
        assertThat(bank.balance()).isEqualTo(100);
    }
}
