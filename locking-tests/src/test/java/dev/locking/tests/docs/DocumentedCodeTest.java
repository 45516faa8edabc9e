package dev.locking.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.ConflictReport;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.Locking;
import dev.locking.retry.LockingSettings;
import dev.locking.retry.metrics.Observations;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the documentation shows does what it says. */
class DocumentedCodeTest {

    private SessionFactory sessions;
    private final List<String> mails = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Long> charges = new ArrayList<>();

    /** On a machine that is busy, the first attempt of a JVM may take longer than the default. */
    @BeforeAll
    static void beInNoHurry() {
        LockingSettings.standard().set("locking.retry.max-duration", "1m");
    }

    @AfterAll
    static void asBefore() {
        LockingSettings.standard().unset("locking.retry.max-duration");
    }

    @BeforeEach
    void open() {
        // snippet: factory
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Wallet.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:bank")
                .setProperty("hibernate.hbm2ddl.auto", "create");
        // end
        sessions = configuration
                .addAnnotatedClass(Product.class)
                .addAnnotatedClass(OutboxMessage.class)
                .addAnnotatedClass(Account.class)
                .setProperty("locking.ledger.create", "true")
                .setProperty("locking.group.create", "true")
                .buildSessionFactory();
        sessions.inTransaction(session -> {
            session.persist(new Wallet(1, 100));
            session.persist(new Wallet(2, 100));
            session.persist(new Product(1, "a bell", 10));
            session.persist(new Account(1, "EUR", "Ada"));
        });
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    // snippet: test-one-conflict
    @Test
    void aDepositThatLosesIsMadeAgainOnTheNewBalance() {
        Meanwhile.in(sessions, 1, () -> depositElsewhere(7));

        new Wallets(sessions).deposit(1, 50);

        assertThat(balance()).isEqualTo(157);
    }

    private void depositElsewhere(long amount) {
        sessions.inTransaction(session -> session.find(Wallet.class, 1L).balance += amount);
    }
    // end

    // snippet: test-two-threads
    @Test
    void twoDepositsAtTheSameMomentAreBothThere() throws Exception {
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);
        Meanwhile.in(sessions, 2, () -> await(bothHaveRead));
        Wallets wallets = new Wallets(sessions);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = threads.submit(() -> wallets.deposit(1, 50));
            Future<?> second = threads.submit(() -> wallets.deposit(1, 50));
            first.get();
            second.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(balance()).isEqualTo(200);
    }
    // end

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("The other one did not come", e);
        }
    }

    // snippet: test-surfaces
    @Test
    void aCallerIsToldWhatClashed() {
        LockingSettings.standard().set("locking.operations.Wallets.deposit.max-retries", "0");
        try {
            Meanwhile.in(sessions, 1, () -> depositElsewhere(7));

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> new Wallets(sessions).deposit(1, 50))
                    .satisfies(conflict ->
                            assertThat(conflict.conflicts().get(0).kind()).isEqualTo(ConflictKind.STALE_UPDATE));
        } finally {
            LockingSettings.standard().unset("locking.operations.Wallets.deposit.max-retries");
        }
        assertThat(balance()).isEqualTo(107);
    }
    // end

    // snippet: operation
    private static final Operation DEPOSIT = Operation.named("Wallets.depositByCall")
            .policy(RetryPolicy.builder().maxDuration(Duration.ofSeconds(30)).build());

    private void depositByCall(long walletId, long amount) {
        Locking.run(DEPOSIT, () -> {
            sessions.getCurrentSession().find(Wallet.class, walletId).balance += amount;
        });
    }
    // end

    @Test
    void withoutWeavingItIsTheSame() {
        Meanwhile.in(sessions, 1, () -> depositElsewhere(7));

        depositByCall(1, 50);

        assertThat(balance()).isEqualTo(157);
    }

    @Test
    void aMailIsSentOnceHoweverManyAttemptsThereAre() {
        Meanwhile.in(sessions, 1, this::sellElsewhere);

        shop().order(1);

        assertThat(mails).containsExactly("You have ordered a bell");
        assertThat(stock()).isEqualTo(8);
    }

    @Test
    void anOutboxMessageIsThereOnceHoweverManyAttemptsThereAre() {
        Meanwhile.in(sessions, 1, this::sellElsewhere);

        shop().orderAndTell(1);

        assertThat(messages()).containsExactly("ordered: a bell");
        assertThat(stock()).isEqualTo(8);
    }

    @Test
    void aSecondCallWithTheKeyIsAnsweredByTheFirst() {
        UUID requestId = UUID.randomUUID();

        assertThat(shop().orderOnce(requestId, 1)).isEqualTo(9);
        assertThat(shop().orderOnce(requestId, 1)).isEqualTo(9);

        assertThat(stock()).isEqualTo(9);
    }

    @Test
    void aPriceIsAskedForOutsideOfAnyTransaction() {
        shop().reprice(1);

        assertThat(product().price).isEqualTo("a bell".length());
    }

    @Test
    void aPriceForWhatHasChangedMeanwhileGoesToTheCaller() {
        Shop shop = new Shop(sessions, mails::add, name -> {
            sellElsewhere();
            return 42;
        });

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> shop.reprice(1))
                .satisfies(conflict ->
                        assertThat(conflict.conflicts().get(0).kind()).isEqualTo(ConflictKind.STALE_VERSION));
        assertThat(product().price).isZero();
    }

    @Test
    void callsOfAGroupKeepWhatTheyChange() {
        HotWallets wallets = new HotWallets(sessions);
        Meanwhile.in(sessions, 1, () -> depositElsewhere(7));

        wallets.pay(1, 10);
        wallets.deposit(1, 50);

        assertThat(balance()).isEqualTo(147);
    }

    @Test
    void callsForTwoWalletsTakeTheirTurnOnBoth() {
        Payments payments = new Payments(sessions);
        Meanwhile.in(sessions, 1, () -> {
            assertThat(ExclusiveGroups.holder("wallet", 1L)).isPresent();
            assertThat(ExclusiveGroups.holder("wallet", 2L)).isPresent();
        });

        payments.transfer(1, 2, 30);
        payments.pay(new Payment(1, 20));

        assertThat(balance()).isEqualTo(50);
    }

    @Test
    void aCallThatTakesTurnsAcrossJvmsHasItsTurn() {
        Meanwhile.in(
                sessions,
                1,
                () -> assertThat(ExclusiveGroups.holder("account", 1L)).isPresent());

        new Accounts(sessions).deposit(1, 50);

        assertThat(account().balance).isEqualTo(50);
    }

    @Test
    void aNamedPolicySaysWhatTheAnnotationDoesNot() {
        Map<String, String> file = Map.of("locking.policies.patient.max-duration", "30s");
        try (LockingSettings settings = LockingSettings.open("a file", file)) {
            new Accounts(sessions).close(1);

            assertThat(settings.operation("Accounts.close"))
                    .hasValueSatisfying(operation -> assertThat(operation.settings())
                            .hasEntrySatisfying(
                                    "max-duration",
                                    value -> assertThat(value)
                                            .hasToString("PT30S by locking.policies.patient.max-duration (a file)"))
                            .hasEntrySatisfying(
                                    "jitter", value -> assertThat(value).hasToString("0.5 by annotation")));
        }
        assertThat(account().closed).isTrue();
    }

    @Test
    void whatWasSetWhileTheApplicationRunsCanBeTakenBack() {
        // snippet: at-run-time
        LockingSettings.standard().set("locking.operations.Wallets.deposit.max-retries", "5");
        LockingSettings.standard().unset("locking.operations.Wallets.deposit.max-retries");
        // end
        new Wallets(sessions).deposit(1, 50);

        assertThat(LockingSettings.standard().operation("Wallets.deposit"))
                .hasValueSatisfying(operation -> assertThat(operation.settings())
                        .hasEntrySatisfying(
                                "max-retries", value -> assertThat(value).hasToString("100 by default")));
    }

    @Test
    void aReportShowsTheValuesThatMayBeShown() {
        Meanwhile.in(
                sessions,
                1,
                () -> sessions.inTransaction(session -> {
                    Account account = session.find(Account.class, 1L);
                    account.currency = "USD";
                    account.owner = "Grace";
                }));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> new Accounts(sessions).handOver(1, "GBP", "Alan"))
                .satisfies(conflict -> assertThat(ConflictReport.of(conflict).text())
                        .contains("owner", "currency", "EUR", "USD", "GBP")
                        .doesNotContain("Ada", "Grace", "Alan"));
    }

    @Test
    void aChangeIsMergedWithoutASecondRunOfTheBody() {
        Meanwhile.in(sessions, 1, this::sellElsewhere);

        catalog().rename(1, "a horn");

        assertThat(labels).containsExactly("a horn");
        assertThat(product().name).isEqualTo("a horn");
        assertThat(stock()).isEqualTo(9);
    }

    @Test
    void anEditIsBroughtOntoTheNewerRowByTheRuleOfEachAttribute() {
        catalog().edit(1, product -> {
            product.name = "a horn";
            product.stock = 8;
            sellElsewhere();
        });

        assertThat(product().name).isEqualTo("a horn");
        assertThat(stock()).isEqualTo(7);
    }

    @Test
    void whatBothNamedDifferentlyGoesToTheCaller() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> catalog().edit(1, product -> {
                    product.name = "a horn";
                    catalog().rename(1, "a whistle");
                }))
                .satisfies(conflict -> assertThat(conflict.conflicts().get(0).changes())
                        .anySatisfy(change -> {
                            assertThat(change.base()).isEqualTo("a bell");
                            assertThat(change.mine()).isEqualTo("a horn");
                            assertThat(change.theirs()).isEqualTo("a whistle");
                        }));
        assertThat(product().name).isEqualTo("a whistle");
    }

    @Test
    void whoHasSeenAnotherVersionIsToldBoth() {
        long seen = product().version;
        sellElsewhere();

        assertIsToldBothVersions(() -> catalog().renameSeen(1, "a horn", seen));
        assertIsToldBothVersions(() -> catalog().restock(1, 5, seen));
        assertIsToldBothVersions(() -> catalog().discontinue(1, seen));
        assertThat(stock()).isEqualTo(9);
        catalog().restock(1, 5, product().version);
        assertThat(stock()).isEqualTo(14);
    }

    private static void assertIsToldBothVersions(ThrowingCallable call) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(call)
                .satisfies(told -> assertThat(told.conflicts()).singleElement().satisfies(conflict -> {
                    assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_VERSION);
                    assertThat(conflict.baseVersion()).isEqualTo(0L);
                    assertThat(conflict.currentVersion()).isEqualTo(1L);
                }));
    }

    @Test
    void nobodyIsChargedForWhatIsStale() {
        Meanwhile.in(sessions, 1, this::sellElsewhere);

        catalog().buy(1);

        assertThat(charges).hasSize(1);
        assertThat(stock()).isEqualTo(8);
    }

    @Test
    void aLedgerAnswersASecondCallWithTheKey() {
        CertainWallets wallets = new CertainWallets(sessions);
        UUID requestId = UUID.randomUUID();
        wallets.deposit(1, 50);

        assertThat(wallets.transfer(requestId, 1, 2, 30)).isEqualTo(120);
        wallets.deposit(1, 5);
        assertThat(wallets.transfer(requestId, 1, 2, 30)).isEqualTo(120);

        assertThat(balance()).isEqualTo(125);
    }

    @Test
    void callsMoveMetersAndAreObserved() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        List<String> observed = new ArrayList<>();
        observationRegistry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.add(context.getName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        // snippet: registries
        Metrics.addRegistry(registry); // meters
        Observations.addRegistry(observationRegistry); // spans; dev.locking.retry.metrics.Observations
        // end
        try {
            new Wallets(sessions).deposit(1, 50);
        } finally {
            Metrics.removeRegistry(registry);
            Observations.removeRegistry(observationRegistry);
        }
        assertThat(registry.get("locking.executions")
                        .tags("operation", "Wallets.deposit", "outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(observed).containsExactly("locking.attempt", "locking.execution");
    }

    private Shop shop() {
        return new Shop(sessions, mails::add, String::length);
    }

    private Catalog catalog() {
        return new Catalog(sessions, labels::add, charges::add);
    }

    private void sellElsewhere() {
        sessions.inTransaction(session -> session.find(Product.class, 1L).stock--);
    }

    private long balance() {
        return sessions.fromTransaction(session -> session.find(Wallet.class, 1L)).balance;
    }

    private long stock() {
        return product().stock;
    }

    private Account account() {
        return sessions.fromTransaction(session -> session.find(Account.class, 1L));
    }

    private Product product() {
        return sessions.fromTransaction(session -> session.find(Product.class, 1L));
    }

    private List<String> messages() {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select text from OutboxMessage", String.class)
                        .getResultList());
    }
}
