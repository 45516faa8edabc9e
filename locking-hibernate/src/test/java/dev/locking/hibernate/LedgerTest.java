package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.IdempotencyKeyReusedException;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.UnknownOutcome;
import dev.locking.retry.Locking;
import dev.locking.spi.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.hibernate.JDBCException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger's table and what is in it. What it is for is in the kit of locking-tests. */
class LedgerTest {

    private static final Operation VERIFIED = Operation.named("Wallets.deposit")
            .policy(RetryPolicy.builder().outcome(UnknownOutcome.VERIFY).build());

    private static final LedgerEntry ENTRY =
            new LedgerEntry("k".repeat(64), "Wallets.deposit", "f".repeat(64), "e".repeat(36));

    /** With the key. */
    private static final class AttemptWithKey extends FakeAttempt {

        private final Duration remaining;
        boolean inserted;

        AttemptWithKey(Duration remaining) {
            this.remaining = remaining;
        }

        @Override
        public LedgerEntry ledgerEntry() {
            return ENTRY;
        }

        @Override
        public void ledgerEntryInserted() {
            inserted = true;
        }

        @Override
        public Duration remaining() {
            return remaining;
        }
    }

    @Test
    void isNeverCreatedSilently() {
        try (SessionFactory factory = factory(Map.of())) {
            assertThat(factory.isOpen()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(() -> Locking.run(VERIFIED, () -> {}))
                    .withMessageContaining(
                            "Wallets.deposit keeps a ledger, but the table locking_ledger cannot be read")
                    .withMessageContaining("dev/locking/hibernate/ledger-h2.sql")
                    .withMessageContaining("locking.ledger.create = true");
        }
    }

    @Test
    void isCreatedWhereTheApplicationAsksForIt() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.run(VERIFIED, () -> {});
            Locking.run(VERIFIED, () -> {});

            assertThat(rows(factory, "locking_ledger")).isEqualTo(2);
        }
    }

    @Test
    void mayHaveAnotherName() {
        Map<String, String> settings =
                Map.of("locking.ledger.create", "true", "locking.ledger.table", "public.receipts");
        try (SessionFactory factory = factory(settings)) {
            Locking.run(VERIFIED, () -> {});

            assertThat(rows(factory, "receipts")).isOne();
        }
    }

    @Test
    void tellsWhoseRowsTheyAreAndKeepsNoArgument() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.callOnce(VERIFIED, "secret order", List.of("secret argument"), String.class, () -> "result");

            Object[] row = factory.fromSession(session -> session.createNativeQuery(
                            "select op_key, operation, fingerprint, execution, cast(result as varchar) from locking_ledger",
                            Object[].class)
                    .getSingleResult());
            assertThat(row[1]).isEqualTo("Wallets.deposit");
            assertThat(row[4]).isEqualTo("result");
            assertThat(String.join(" ", row[0].toString(), row[2].toString(), row[3].toString()))
                    .matches("[0-9a-f]{64} [0-9a-f]{64} [0-9a-f-]{36}");
        }
    }

    @Test
    void answersASecondCallByWhatIsStored() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            String first = Locking.callOnce(VERIFIED, "order", List.of(1), String.class, () -> "first");
            String second = Locking.callOnce(VERIFIED, "order", List.of(1), String.class, () -> "second");

            assertThat(List.of(first, second)).containsOnly("first");
            assertThat(rows(factory, "locking_ledger")).isOne();
            assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                    .isThrownBy(() -> Locking.callOnce(VERIFIED, "order", List.of(2), String.class, () -> "third"));
        }
    }

    @Test
    void aCallWhoseKeyIsInUseForLongerThanItMayWaitIsADuplicate() throws Exception {
        Operation impatient = Operation.named("Wallets.deposit")
                .policy(RetryPolicy.builder()
                        .maxDuration(Duration.ofMillis(400))
                        .build());
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.callOnce(VERIFIED, "order", List.of(), String.class, () -> {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> assertThatExceptionOfType(
                                ConflictException.class)
                        .isThrownBy(() -> Locking.callOnce(impatient, "order", List.of(), String.class, () -> "other"))
                        .satisfies(surfaced -> assertThat(surfaced.conflicts())
                                .containsExactly(new Conflict(ConflictKind.DUPLICATE, null, null))));
                other.get();
                return "first";
            });

            assertThat(rows(factory, "locking_ledger")).isOne();
        }
    }

    @Test
    void saysWhyItCannotBeCreated() {
        Map<String, String> settings =
                Map.of("locking.ledger.create", "true", "locking.ledger.table", "nowhere.receipts");
        try (SessionFactory factory = factory(settings)) {
            assertThat(factory.isOpen()).isTrue();
            assertThatExceptionOfType(JDBCException.class)
                    .isThrownBy(() -> Locking.run(VERIFIED, () -> {}))
                    .withMessageContaining("NOWHERE");
        }
    }

    @Test
    void keepsTheEndOfALongName() {
        Operation longName = Operation.named("x".repeat(300) + ".deposit").policy(VERIFIED.policy());
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.run(longName, () -> {});

            String stored = factory.fromSession(
                    session -> session.createNativeQuery("select operation from locking_ledger", String.class)
                            .getSingleResult());
            assertThat(stored).hasSize(200).endsWith("x.deposit");
        }
    }

    @Test
    void removesWhatIsTooOldAndNoMoreAtATimeThanItSays() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.run(VERIFIED, () -> {});
            insertExpired(factory, LedgerCleanUp.MOST_ROWS + 1);
            LedgerCleanUp cleanUp = cleanUp(factory, Instant.now());

            assertThat(cleanUp.removeExpired()).isEqualTo(LedgerCleanUp.MOST_ROWS);
            assertThat(cleanUp.removeExpired()).isOne();
            assertThat(cleanUp.removeExpired()).isZero();
            assertThat(rows(factory, "locking_ledger"))
                    .as("the one that is kept")
                    .isOne();
        }
    }

    @Test
    void keepsRowsForSevenDaysAndForAsLongAsTheExecutionMayTakeBesides() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Instant begun = Instant.now();
            Locking.run(VERIFIED, () -> {});

            assertThat(cleanUp(factory, begun.plus(Duration.ofDays(7))).removeExpired())
                    .isZero();
            assertThat(cleanUp(factory, begun.plus(Duration.ofDays(8))).removeExpired())
                    .isOne();
        }
    }

    /** An expired key that somebody is just using again, in a transaction that has not ended, is waited for by nobody. */
    @Test
    void workGoesOnWhileTheCleanUpWaits() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"));
                Session holder = factory.openSession()) {
            Locking.run(VERIFIED, () -> {});
            insertExpired(factory, 1);
            holder.beginTransaction();
            holder.createNativeMutationQuery("update locking_ledger set operation = 'held' where expires_at = 1")
                    .executeUpdate();

            Locking.run(VERIFIED, () -> {});

            assertThatExceptionOfType(RuntimeException.class)
                    .as("the lock timeout of H2")
                    .isThrownBy(() -> cleanUp(factory, Instant.now()).removeExpired());
            holder.getTransaction().rollback();
            assertThat(cleanUp(factory, Instant.now()).removeExpired()).isOne();
        }
    }

    @Test
    void aKeyThatIsGoneWhenItIsLookedForMayBeInsertedAgain() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.run(VERIFIED, () -> {});
            DuplicateEntryException duplicate = new DuplicateEntryException(ENTRY, new IllegalStateException());

            assertThat(ledger(factory, DatabaseProduct.H2).committed(duplicate))
                    .isInstanceOf(LedgerBusyException.class)
                    .hasCause(duplicate);
        }
    }

    @Test
    void tellsTheAttemptThatItsKeyIsThere() {
        AttemptWithKey attempt = new AttemptWithKey(Duration.ofSeconds(10));
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Ledger ledger = ledger(factory, DatabaseProduct.H2);
            ledger.require(attempt);

            factory.inTransaction(session -> ledger.begin(attempt, session));

            assertThat(attempt.inserted).isTrue();
        }
    }

    /** The key is held by a transaction that does not end; the statement's own time limit is a second at least. */
    @ParameterizedTest
    @CsvSource({"200, 10000, true", "5000, -1, true", "5000, 0, true", "5000, 1, false"})
    void whoWaitsForAKeyIsToldThatItIsBusyWhenTheTimeIsUp(int lockTimeout, long remaining, boolean busy) {
        AttemptWithKey first = new AttemptWithKey(Duration.ofSeconds(10));
        AttemptWithKey second = new AttemptWithKey(Duration.ofMillis(remaining));
        Map<String, String> settings = Map.of(
                "locking.ledger.create",
                "true",
                "hibernate.connection.url",
                "jdbc:h2:mem:ledger;LOCK_TIMEOUT=" + lockTimeout);
        try (SessionFactory factory = factory(settings);
                Session holder = factory.openSession();
                Session waiting = factory.openSession()) {
            Ledger ledger = ledger(factory, DatabaseProduct.H2);
            ledger.require(first);
            holder.beginTransaction();
            ledger.begin(first, holder);
            waiting.beginTransaction();

            Throwable failure = catchThrowable(() -> ledger.begin(second, waiting));

            assertThat(failure).isNotNull();
            assertThat(failure instanceof LedgerBusyException).isEqualTo(busy);
            assertThat(second.inserted).isFalse();
        }
    }

    @Test
    void isLookedForOnceAndNotCreatedWhereItIs() {
        Map<String, String> settings = Map.of("locking.ledger.create", "true", "hibernate.generate_statistics", "true");
        LogLines log = LogLines.of(OwnTable.class, Level.INFO);
        try (SessionFactory creating = factory(settings)) {
            Locking.run(VERIFIED, () -> {});
            creating.getStatistics().clear();
            Locking.run(VERIFIED, () -> {});
            ledger(creating, DatabaseProduct.H2).require(new AttemptWithKey(Duration.ZERO));

            assertThat(creating.getStatistics().getTransactionCount())
                    .as("the second attempt, and the look of the other ledger")
                    .isEqualTo(2);
            assertThat(log.lines()).singleElement().asString().contains("Creating the table");
        } finally {
            log.close();
        }
    }

    @Test
    void whereThereIsNoScriptItSaysWhatToWriteOneAfter() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ledger(factory, DatabaseProduct.ANY).require(new AttemptWithKey(Duration.ZERO)))
                    .withMessageEndingWith("create it after the model of ledger-postgresql.sql in locking-hibernate's"
                            + " jar, in the dialect of your database.");
        }
    }

    @Test
    void isNotCreatedWhereTheApplicationSaysNo() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "FALSE"))) {
            assertThat(factory.isOpen()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> Locking.run(VERIFIED, () -> {}));
        }
    }

    /** One commit in a thousand, by chance; in the end it comes. */
    @Test
    @Timeout(60)
    void someCommitRemovesWhatIsTooOld() {
        try (SessionFactory factory = factory(Map.of("locking.ledger.create", "true"))) {
            Locking.run(VERIFIED, () -> {});
            insertExpired(factory, 1);

            while (rows(factory, "locking_ledger where expires_at = 1") > 0) {
                Locking.run(VERIFIED, () -> {});
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "locking.ledger.table, 'drop table x; --', Set letters",
        "locking.ledger.table, a.b.c, Set letters",
        "locking.ledger.keep, 59m, Set a duration of at least 1h",
        "locking.ledger.keep, soon, Write a whole number with a unit",
        "locking.ledger.create, maybe, Set true or false"
    })
    void aWrongSettingStopsTheStart(String name, String value, String right) {
        assertThatIllegalStateException()
                .isThrownBy(() -> factory(Map.of(name, value)).close())
                .withMessageContaining(name)
                .withMessageContaining(value)
                .withMessageContaining(right);
    }

    private static Ledger ledger(SessionFactory factory, DatabaseProduct product) {
        SessionFactoryImplementor implementor = factory.unwrap(SessionFactoryImplementor.class);
        return new Ledger(implementor, product, LedgerSettings.of(implementor.getProperties()), Clock.systemUTC());
    }

    private static LedgerCleanUp cleanUp(SessionFactory factory, Instant now) {
        SessionFactoryImplementor implementor = factory.unwrap(SessionFactoryImplementor.class);
        return new LedgerCleanUp(
                implementor, LedgerSettings.of(implementor.getProperties()), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void insertExpired(SessionFactory factory, int rows) {
        factory.inTransaction(session -> session.createNativeMutationQuery(
                        "insert into locking_ledger (op_key, operation, fingerprint, execution, expires_at)"
                                + " select cast(x as varchar), 'old', 'f', 'e', 1 from system_range(1, :rows)")
                .setParameter("rows", rows)
                .executeUpdate());
    }

    private static long rows(SessionFactory factory, String table) {
        return factory.fromSession(session -> session.createNativeQuery("select count(*) from " + table, Long.class)
                .getSingleResult());
    }

    private static SessionFactory factory(Map<String, String> settings) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Account.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:ledger;LOCK_TIMEOUT=200");
        settings.forEach(configuration::setProperty);
        return configuration.buildSessionFactory();
    }
}
