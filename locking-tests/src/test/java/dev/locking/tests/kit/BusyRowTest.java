package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.tests.databases.Database;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that somebody else has locked when the next attempt wants to. At READ COMMITTED, where a check at commit sees it. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class BusyRowTest extends DoorKit {

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.put("hibernate.connection.isolation", "READ_COMMITTED");
        return Bank.with(settings, Voucher.class);
    }

    /** Its wallet is fetched with it. */
    @Entity(name = "Voucher")
    static class Voucher {

        @Id
        long id;

        @Version
        long version;

        long amount;

        @ManyToOne
        @Nullable
        Wallet wallet;
    }

    @Test
    void whoLocksTheRowOnWhichItLostLocksNoneThatIsFetchedWithIt() throws Exception {
        bank.inAnotherSession(session -> {
            Voucher voucher = new Voucher();
            voucher.id = 1;
            voucher.wallet = session.getReference(Wallet.class, WALLET);
            session.persist(voucher);
            return null;
        });

        door.call(() -> {
            bank.currentSession().find(Voucher.class, 1L).amount += 1;
            if (++attempts == 1) {
                bank.inAnotherSession(session -> session.find(Voucher.class, 1L).amount += 10);
            } else {
                bank.creditElsewhere(WALLET, 7);
            }
            return null;
        });

        assertThat(attempts).as("bodies").isEqualTo(2);
        assertThat(bank.balance(WALLET)).isEqualTo(107);
        assertThat(bank.<Long>inAnotherSession(session -> session.find(Voucher.class, 1L).amount))
                .isEqualTo(11);
    }

    @Test
    void whoCannotLockTheRowOnWhichItLostIsToldSoByAConflict() throws Exception {
        loseOnceOnAnotherRow();
        try (Session holder = bank.factory().openSession()) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> door.callForTwoSeconds(() -> {
                        attempts++;
                        bank.currentSession().find(Wallet.class, WALLET, LockModeType.OPTIMISTIC);
                        bank.creditElsewhere(WALLET, 7);
                        holder.beginTransaction();
                        holder.find(Wallet.class, WALLET, LockModeType.PESSIMISTIC_WRITE);
                        return null;
                    }))
                    .satisfies(BusyRowTest::namesTheLock);
            holder.getTransaction().rollback();
        }
        assertThat(attempts).as("bodies").isOne();
    }

    /** So that the attempt that counts is not the first of this JVM, whose classes have to be loaded. */
    private void loseOnceOnAnotherRow() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        door.call(() -> {
            bank.credit(2, 1);
            if (!lost.getAndSet(true)) {
                bank.creditElsewhere(2, 7);
            }
            return null;
        });
    }

    /** On a machine that stands still for two seconds there is no second attempt, and the conflict is that of the first. */
    private static void namesTheLock(ConflictException surfaced) {
        assertThat(surfaced.conflicts().get(0).kind())
                .isEqualTo(surfaced.attempts() > 1 ? ConflictKind.LOCK_TIMEOUT : ConflictKind.STALE_READ);
    }
}
