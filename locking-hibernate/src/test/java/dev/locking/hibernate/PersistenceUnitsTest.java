package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locking.Operation;
import dev.locking.retry.Locking;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // being open is all that some factories are for
class PersistenceUnitsTest {

    @Test
    void theOnlyFactoryNeedsNoName() {
        try (SessionFactory factory = Factories.nativeBootstrap(null)) {
            assertThat(sessionFactoryInside(Operation.named("read"), factory)).isSameAs(factory);
        }
    }

    @Test
    void aNamedUnitIsFoundAmongSeveralHoweverItWasBootstrapped() {
        try (SessionFactory orders = Factories.nativeBootstrap("orders");
                SessionFactory stock = Factories.jpaBootstrap("stock")) {
            assertThat(sessionFactoryInside(Operation.named("read").unit("orders"), orders))
                    .isSameAs(orders);
            assertThat(sessionFactoryInside(Operation.named("read").unit("stock"), stock))
                    .isSameAs(stock);
        }
    }

    @Test
    void severalUnitsMustBeToldApart() {
        try (SessionFactory orders = Factories.nativeBootstrap("orders");
                SessionFactory stock = Factories.jpaBootstrap("stock")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Locking.run("read", () -> {}))
                    .withMessageContaining("2 SessionFactories are open: [orders, stock]")
                    .withMessageContaining("@RetryOnConflict(unit = \"orders\")");
            assertThatIllegalStateException()
                    .isThrownBy(() -> Locking.run(Operation.named("read").unit("order"), () -> {}))
                    .withMessageContaining("No open SessionFactory has the name \"order\"")
                    .withMessageContaining("[orders, stock]");
        }
    }

    @Test
    void aClosedFactoryIsForgotten() {
        Factories.nativeBootstrap("orders").close();

        assertThatIllegalStateException()
                .isThrownBy(() -> Locking.run("read", () -> {}))
                .withMessage("No SessionFactory is open. Build it before the first call.");
    }

    @Test
    void anOperationOnOneUnitInsideOneOnAnotherHasItsOwnTransaction() {
        try (SessionFactory orders = Factories.nativeBootstrap("orders");
                SessionFactory stock = Factories.jpaBootstrap("stock")) {
            Locking.run(Operation.named("order").unit("orders"), () -> {
                Locking.run(Operation.named("reserve").unit("stock"), () -> {
                    stock.getCurrentSession().persist(new Account());
                    assertThat(orders.getCurrentSession().getTransaction().isActive())
                            .isTrue();
                });
                long committed = stock.fromTransaction(
                        session -> session.createSelectionQuery("select count(*) from Account", Long.class)
                                .getSingleResult());
                assertThat(committed).isOne();
            });
        }
    }

    @Test
    void aSessionContextThatHidesTheSessionIsRefusedWhenItIsUsed() {
        Configuration configuration =
                new Configuration().setProperty("hibernate.current_session_context_class", "thread");
        try (SessionFactory factory = Factories.nativeBootstrap("own-context", configuration)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Locking.run("read", () -> {}))
                    .withMessageContaining("hibernate.current_session_context_class = thread")
                    .withMessageContaining("Remove the setting, or set it to \"managed\"");
        }
    }

    private static SessionFactory sessionFactoryInside(Operation operation, SessionFactory factory) {
        return Locking.call(operation, () -> factory.getCurrentSession().getSessionFactory());
    }
}
