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

    @Test
    void whoHasAKeyAndWhoWaitsForOneBeyondThisJvmIsCounted() throws Exception {
        boolean[] asked = {false};
        try (Held held = take("owner")) {
            locks.take(List.of("beyond"), 1, () -> 0L, 1, "impatient", (key, nanos) -> {
                asked[0] = true;
                assertThat(locks.waiting(key::equals)).isOne();
                assertThat(locks.taken(key::equals)).isZero();
                return null;
            });

            assertThat(asked[0]).isTrue();
            assertThat(locks.taken("key"::equals)).isOne();
            assertThat(locks.waiting("key"::equals)).isZero();
            assertThat(locks.taken("another"::equals)).isZero();
        }
        assertThat(locks.taken("key"::equals)).isZero();
    }

    private Held take(String owner) throws InterruptedException {
        return requireNonNull(locks.take(List.of("key"), 0, () -> 0L, 1, owner, null));
    }
}
