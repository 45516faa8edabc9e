package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.Locking;
import jakarta.persistence.RollbackException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** Bootstrapped as JPA says, Hibernate wraps what fails at commit. */
class JpaBootstrapTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void repeatsAConflictAtCommitThatJpaHasWrapped() {
        try (SessionFactory factory = Factories.jpaBootstrap("jpa")) {
            factory.inTransaction(session -> session.persist(new Account()));

            Locking.run("deposit", () -> creditLosingTheFirst(1, factory));

            assertThat(attempts).hasValue(2);
            assertThat(balance(factory)).isEqualTo(7 + 50);
        }
    }

    @Test
    void surfacesTheWrapperAsTheCauseAsItCame() {
        Operation once = Operation.named("deposit")
                .policy(RetryPolicy.builder().maxRetries(0).build());
        try (SessionFactory factory = Factories.jpaBootstrap("jpa")) {
            factory.inTransaction(session -> session.persist(new Account()));

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> Locking.run(once, () -> creditLosingTheFirst(2, factory)))
                    .withCauseInstanceOf(RollbackException.class)
                    .withMessageContaining("Account 0");
        }
    }

    private void creditLosingTheFirst(int lost, SessionFactory factory) {
        factory.getCurrentSession().find(Account.class, 0L).balance += 50;
        if (attempts.incrementAndGet() <= lost) {
            factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
        }
    }

    private static long balance(SessionFactory factory) {
        return factory.fromTransaction(session -> session.find(Account.class, 0L)).balance;
    }
}
