package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Attempt;
import dev.locking.retry.Locking;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance that a lost attempt has changed, kept outside of the body and written by the next attempt. */
class WriteGuardTest {

    @Entity
    static class Holder {

        @Id
        long id;

        @ManyToOne(cascade = {CascadeType.PERSIST, CascadeType.MERGE})
        @Nullable
        Account account;
    }

    private final SessionFactory factory =
            Factories.nativeBootstrap(null, new Configuration().addAnnotatedClass(Holder.class));

    @BeforeEach
    void openAnAccount() {
        factory.inTransaction(session -> session.persist(new Account()));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void isNotMerged() {
        assertThatItIsRefused(spent -> factory.getCurrentSession().merge(spent));
    }

    @Test
    void isNotMergedWithWhatHoldsIt() {
        assertThatItIsRefused(spent -> factory.getCurrentSession().merge(holderOf(spent)));
    }

    @Test
    void isNotPersisted() {
        assertThatItIsRefused(spent -> factory.getCurrentSession().persist(spent));
    }

    @Test
    void isNotPersistedWithWhatHoldsIt() {
        assertThatItIsRefused(spent -> {
            factory.getCurrentSession().persist(holderOf(spent));
            factory.getCurrentSession().flush();
        });
    }

    @Test
    void isNotUpdatedOrDeletedOrUpsertedWithoutAPersistenceContext() {
        assertThatItIsRefused(spent -> factory.inStatelessTransaction(session -> session.update(spent)));
        assertThatItIsRefused(spent -> factory.inStatelessTransaction(session -> session.delete(spent)));
        assertThatItIsRefused(spent -> factory.inStatelessTransaction(session -> session.upsert(spent)));
    }

    @Test
    void whatIsNotSpentIsUpserted() {
        Locking.run(
                "upsert",
                () -> factory.inStatelessTransaction(session -> {
                    Account account = new Account();
                    account.id = 7;
                    account.version = 1;
                    session.upsert(account);
                }));

        assertThat(factory.<Account>fromSession(session -> session.find(Account.class, 7L)))
                .isNotNull();
    }

    private void assertThatItIsRefused(Consumer<Account> write) {
        List<Account> kept = new ArrayList<>();

        assertThatThrownBy(() -> Locking.run("keeps", () -> {
                    if (Attempt.current().number() > 1) {
                        write.accept(kept.get(0));
                        return;
                    }
                    Account account = factory.getCurrentSession().find(Account.class, 0L);
                    account.balance += 50;
                    kept.add(account);
                    factory.inTransaction(session -> session.find(Account.class, 0L).balance += 7);
                }))
                .hasRootCauseInstanceOf(SpentInstanceException.class);
    }

    private static Holder holderOf(Account account) {
        Holder holder = new Holder();
        holder.account = account;
        return holder;
    }
}
