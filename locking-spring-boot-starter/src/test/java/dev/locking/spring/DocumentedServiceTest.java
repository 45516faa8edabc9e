package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostLoadEventListener;
import org.junit.jupiter.api.Test;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The service that the documentation shows. */
class DocumentedServiceTest extends SpringKit {

    @EnableJpaRepositories
    static class Repositories {}

    @Override
    Object[] application() {
        return new Object[] {Errands.class, Repositories.class, Wallets.class};
    }

    @Test
    void aDepositThatLosesIsMadeAgainOnTheNewBalance() {
        bank.open(0);
        AtomicBoolean lost = new AtomicBoolean();
        afterTheNextRead(() -> {
            if (!lost.getAndSet(true)) {
                bank.elsewhere(session -> session.find(Wallet.class, Bank.WALLET).balance += 7);
            }
        });

        context.getBean(Wallets.class).deposit(Bank.WALLET, 50);

        assertThat(lost).isTrue();
        assertThat(bank.balance()).isEqualTo(afterOneConflict());
    }

    private void afterTheNextRead(Runnable action) {
        PostLoadEventListener listener = event -> action.run();
        context.getBean(EntityManagerFactory.class)
                .unwrap(SessionFactoryImplementor.class)
                .getEventEngine()
                .getListenerRegistry()
                .appendListeners(EventType.POST_LOAD, listener);
    }
}
