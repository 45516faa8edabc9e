package dev.locking.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.Locking;
import dev.locking.retry.LockingSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
                .setProperty("locking.ledger.create", "true")
                .buildSessionFactory();
        sessions.inTransaction(session -> {
            session.persist(new Wallet(1, 100));
            session.persist(new Product(1, "a bell", 10));
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

    private Shop shop() {
        return new Shop(sessions, mails::add, String::length);
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

    private Product product() {
        return sessions.fromTransaction(session -> session.find(Product.class, 1L));
    }

    private List<String> messages() {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select text from OutboxMessage", String.class)
                        .getResultList());
    }
}
