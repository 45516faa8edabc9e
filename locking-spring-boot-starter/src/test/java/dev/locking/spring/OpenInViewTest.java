package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** With an {@code EntityManager} that is bound to the thread for a whole request, as open-session-in-view does. */
class OpenInViewTest extends SpringKit {

    private EntityManagerFactory factory;
    private EntityManager inView;

    @BeforeEach
    void beginRequest() {
        bank.open(1);
        factory = context.getBean(EntityManagerFactory.class);
        inView = factory.createEntityManager();
        TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(inView));
    }

    @AfterEach
    @Override
    void nothingIsLeftOnTheThread() {
        EntityManagerHolder holder = (EntityManagerHolder) TransactionSynchronizationManager.unbindResource(factory);
        assertThat(holder.getEntityManager()).isSameAs(inView);
        inView.close();
        super.nothingIsLeftOnTheThread();
    }

    @Test
    void eachAttemptHasAPersistenceContextOfItsOwn() throws Exception {
        Wallet seenByTheView = bank.entities().find(Wallet.class, Bank.WALLET);
        List<Session> sessions = new ArrayList<>();

        errands.run(() -> {
            assertThat(bank.entities().find(Wallet.class, Bank.WALLET)).isNotSameAs(seenByTheView);
            sessions.add(bank.entities().unwrap(SessionImplementor.class));
            bank.deposit();
            return 0;
        });

        assertThat(sessions).hasSize(2).doesNotHaveDuplicates().allMatch(session -> !session.isOpen());
        assertThat(trace()).isEqualTo(ONE_RETRY);
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
        assertThat(inView.isOpen()).isTrue();
    }

    @Test
    void whatTheViewHasReadIsAsItWas() throws Exception {
        Wallet seenByTheView = bank.entities().find(Wallet.class, Bank.WALLET);

        errands.run(() -> {
            bank.deposit();
            return 0;
        });

        assertThat(bank.entities().find(Wallet.class, Bank.WALLET)).isSameAs(seenByTheView);
        assertThat(seenByTheView.balance).isEqualTo(100);
    }

    @Test
    void retriesReadPastTheSecondLevelCache() throws Exception {
        List<CacheRetrieveMode> modes = new ArrayList<>();

        errands.run(() -> {
            modes.add(bank.entities().getCacheRetrieveMode());
            bank.deposit();
            return 0;
        });

        assertThat(modes).containsExactly(CacheRetrieveMode.USE, CacheRetrieveMode.BYPASS);
    }

    @Test
    void aTransactionOfTheViewIsTakenPartIn() {
        bank.open(0);

        outer.executeWithoutResult(status -> {
            errands.once(bank::deposit);
            assertThat(bank.entities().unwrap(SessionImplementor.class))
                    .isSameAs(inView.unwrap(SessionImplementor.class));
        });

        assertThat(trace()).containsExactly("begin", "attempt", "commit");
    }
}
