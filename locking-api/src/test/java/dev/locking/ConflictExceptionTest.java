package dev.locking;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictExceptionTest {

    private final ConflictException exception = new ConflictException(
            "Wallets.deposit: gave up",
            List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", new Object())),
            "Wallets.deposit",
            3,
            Duration.ofMillis(12),
            new OptimisticLockException("row 42"));

    @Test
    void isWhatExistingCatchBlocksCatch() {
        assertThat(exception)
                .isInstanceOf(OptimisticLockException.class)
                .hasCauseInstanceOf(OptimisticLockException.class);
    }

    @Test
    void travelsBetweenProcessesWithoutTheEntities() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }

        ConflictException arrived;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            arrived = (ConflictException) in.readObject();
        }

        assertThat(arrived).hasMessage("Wallets.deposit: gave up");
        assertThat(arrived.attempts()).isEqualTo(3);
        assertThat(arrived.elapsed()).isEqualTo(Duration.ofMillis(12));
        assertThat(arrived.conflicts()).isEmpty();
    }

    @Test
    void aConflictIsNamedByKindEntityAndIdentifierAsFarAsTheyAreKnown() {
        assertThat(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L)).hasToString("STALE_UPDATE on Wallet 42");
        assertThat(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", null)).hasToString("STALE_UPDATE on Wallet");
        assertThat(new Conflict(ConflictKind.DEADLOCK, null, null)).hasToString("DEADLOCK");
    }
}
