package dev.locking.tests.watching;

import dev.locking.Attempt;
import dev.locking.ConflictException;
import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.retry.Locking;
import dev.locking.retry.Locking.RunnableBody;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Bank;
import dev.locking.tests.kit.Wallet;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** A program whose calls go well, or wrong on purpose, each by a method. Threads may share it. */
final class Shop implements AutoCloseable {

    static final long ROWS = 64;

    /** Beyond those that calls lose on, so that calls that go well meet nobody. */
    private static final long CALM_ROW = 1_000;

    static final String STOCK = "stock";
    static final String TILL = "till";

    /** Whatever else the machine does, no call runs out of time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Operation DEPOSIT = patient("Shop.deposit");
    private static final Operation RENAME = patient("Shop.rename");
    private static final Operation SHIP = patient("Shop.ship");
    private static final Operation ORDER = patient("Shop.order").group(patientGroup(STOCK));
    private static final Operation PAY =
            patient("Shop.pay").group(patientGroup(TILL).combine(10));
    private static final Operation GIVE_UP =
            Operation.named("Shop.giveUp").policy(patience().maxRetries(1).build());
    private static final Operation CALL_OUT = Operation.named("Shop.callOut")
            .policy(patience()
                    .maxRetries(20)
                    .delay(Duration.ofNanos(1))
                    .maxDelay(Duration.ofNanos(1))
                    .retryOn(List.of(IllegalStateException.class))
                    .build());

    /** Whether the answer to the thread's next commit is lost. */
    private static final ThreadLocal<Boolean> NO_ANSWER = ThreadLocal.withInitial(() -> false);

    private final Bank bank;

    private static RetryPolicy.Builder patience() {
        return RetryPolicy.builder().maxDuration(PATIENCE);
    }

    private static Operation patient(String name) {
        return Operation.named(name).policy(patience().build());
    }

    private static GroupPolicy patientGroup(String name) {
        return GroupPolicy.named(name).maxWait(PATIENCE);
    }

    /** A row of which two sides change what does not overlap. */
    @Entity(name = "Article")
    static class Article {

        @Id
        long id;

        @Version
        long version;

        String name = "";
        int stock;
    }

    Shop(Database database) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("hibernate.connection.datasource", connections(database.freshSchema()));
        bank = Bank.with(settings, Article.class);
        bank.inAnotherSession(session -> {
            for (long id = 1; id <= ROWS; id++) {
                session.persist(new Wallet(id, 100));
                Article article = new Article();
                article.id = id;
                session.persist(article);
            }
            for (long id = CALM_ROW; id < CALM_ROW + 2 * ROWS; id++) {
                session.persist(new Wallet(id, 100));
            }
            return null;
        });
    }

    private DataSource connections(Database database) {
        return proxy(DataSource.class, (method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.toString());
            }
            Connection real = database.connect();
            return proxy(Connection.class, (asked, with) -> {
                Object answer = asked.invoke(real, with);
                if (asked.getName().equals("commit") && NO_ANSWER.get()) {
                    throw new SQLException("connection lost", "08006");
                }
                return answer;
            });
        });
    }

    private interface Handler {

        @Nullable
        Object handle(Method method, Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.handle(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }

    /** Goes well. */
    void deposit(long number) {
        run(DEPOSIT, () -> credit(CALM_ROW + number % ROWS));
    }

    /** Goes well, in a turn of its own. */
    void order(long number) {
        inTurn(ORDER, number, () -> credit(CALM_ROW + ROWS + number % ROWS));
    }

    /** Its first attempt loses. */
    void depositLosingOnce(long row) {
        run(DEPOSIT, () -> {
            credit(row);
            creditElsewhereAtAttempt(1, row);
        });
    }

    /** Its first attempt loses to somebody who has changed something else of the row. */
    void renameLosingOnce(long row) {
        run(RENAME, () -> {
            article(bank.currentSession(), row).name =
                    "attempt " + Attempt.current().number();
            if (Attempt.current().number() == 1) {
                bank.inAnotherSession(session -> article(session, row).stock++);
            }
        });
    }

    private static Article article(Session session, long id) {
        return session.find(Article.class, id);
    }

    /** Both of its attempts lose, each on a row that the other does not read, since the second may have locked what the first read. */
    void giveUp(long first, long second) {
        expecting(
                ConflictException.class,
                () -> run(GIVE_UP, () -> {
                    long row = Attempt.current().number() == 1 ? first : second;
                    credit(row);
                    creditElsewhere(row);
                }));
    }

    /** All of its attempts fail by what the operation declares, which names no row. */
    void callOut() {
        expecting(
                ConflictException.class,
                () -> run(CALL_OUT, () -> {
                    throw new IllegalStateException("nobody answers");
                }));
    }

    /** Its commit is applied, and the answer lost. */
    void ship(long row) {
        expecting(
                OutcomeUnknownException.class,
                () -> run(SHIP, () -> {
                    credit(row);
                    NO_ANSWER.set(true);
                }));
        NO_ANSWER.set(false);
    }

    /** Keeps its turn until somebody ends it. */
    void orderSlowly(long key, CountDownLatch end) {
        inTurn(ORDER, key, () -> await(end));
    }

    /** May share its transaction with others. */
    void pay(long row) {
        inTurn(PAY, row, () -> credit(row));
    }

    /** Keeps its turn until somebody ends it, so that others come to share a transaction. */
    void paySlowly(long row, CountDownLatch end) {
        inTurn(PAY, row, () -> {
            credit(row);
            await(end);
        });
    }

    private static void await(CountDownLatch end) throws InterruptedException {
        if (!end.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("nobody ended the call");
        }
    }

    private void credit(long row) {
        bank.currentSession().find(Wallet.class, row).balance++;
    }

    private void creditElsewhereAtAttempt(int number, long row) {
        if (Attempt.current().number() == number) {
            creditElsewhere(row);
        }
    }

    private void creditElsewhere(long row) {
        bank.inAnotherSession(session -> session.find(Wallet.class, row).balance++);
    }

    private static <X extends Exception> void run(Operation operation, RunnableBody<X> body) {
        try {
            Locking.run(operation, body);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <X extends Exception> void inTurn(Operation operation, long key, RunnableBody<X> body) {
        try {
            Locking.<Integer, X>callInTurn(operation, List.of(key), () -> {
                body.run();
                return 0;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void expecting(Class<? extends RuntimeException> failure, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (failure.isInstance(e)) {
                return;
            }
            throw e;
        }
        throw new AssertionError("went well: " + failure);
    }

    @Override
    public void close() {
        bank.close();
    }
}
