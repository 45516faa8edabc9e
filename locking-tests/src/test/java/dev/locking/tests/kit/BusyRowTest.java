package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.tests.databases.Database;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that somebody else has locked when the next attempt wants to. At READ COMMITTED, where a check at commit sees it. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class BusyRowTest extends DoorKit {

    @Override
    Bank bank(Database database) {
        return Bank.in(database, Map.of("hibernate.connection.isolation", "READ_COMMITTED"));
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
