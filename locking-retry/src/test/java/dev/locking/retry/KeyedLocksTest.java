package dev.locking.retry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.KeyedLocks.Held;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What turns and groups do not ask for together: who has a lock that is taken twice. */
@SuppressWarnings("try") // holding a lock is all that some blocks are for
class KeyedLocksTest {

    private final KeyedLocks locks = new KeyedLocks();

    @Test
    void whoTakesALockAgainIsNotCountedAndItsFirstOwnerStays() throws Exception {
        try (Held outer = take("outer")) {
            try (Held inner = take("inner")) {
                assertThat(locks.owner("key")).isEqualTo("outer");
            }
            assertThat(locks.owner("key")).isEqualTo("outer");
        }
        assertThat(locks.owner("key")).isNull();
        assertThat(locks.isEmpty()).isTrue();
    }

    private Held take(String owner) throws InterruptedException {
        return requireNonNull(locks.take(List.of("key"), 0, () -> 0L, 1, owner, null));
    }
}
