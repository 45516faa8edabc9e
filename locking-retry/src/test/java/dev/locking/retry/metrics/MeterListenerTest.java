package dev.locking.retry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.Modification;
import dev.locking.spi.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeterListenerTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterListener listener = new MeterListener(registry);

    @Test
    void timesExecutionsByOperationAndOutcome() {
        listener.onFinished("Wallets.deposit", Outcome.RETRIED, 3, 2_000_000);
        listener.onFinished("Wallets.deposit", Outcome.RETRIED, 2, 4_000_000);
        listener.onFinished("Wallets.deposit", Outcome.SUCCESS, 1, 1_000_000);

        var retried = registry.get("locking.executions")
                .tags("operation", "Wallets.deposit", "outcome", "retried")
                .timer();
        assertThat(retried.count()).isEqualTo(2);
        assertThat(retried.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
    }

    @Test
    void timesWaitsByOperationAndGroup() {
        listener.onGroupWait("Wallets.deposit", "wallet", 2_000_000);
        listener.onGroupWait("Wallets.deposit", "wallet", 0);

        var waits = registry.get("locking.group.wait")
                .tags("operation", "Wallets.deposit", "group", "wallet")
                .timer();
        assertThat(waits.count()).isEqualTo(2);
        assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
    }

    @Test
    void timesAttemptsInVainAndTheDelaysAfterThem() {
        listener.onLost("Wallets.deposit", 1, 2_000_000);
        listener.onLost("Wallets.deposit", 2, 4_000_000);
        listener.onDelay("Wallets.deposit", 2, 5_000_000);

        var wasted = registry.get("locking.wasted")
                .tag("operation", "Wallets.deposit")
                .timer();
        assertThat(wasted.count()).isEqualTo(2);
        assertThat(wasted.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
        var delay = registry.get("locking.delay")
                .tag("operation", "Wallets.deposit")
                .timer();
        assertThat(delay.count()).isOne();
        assertThat(delay.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
    }

    @Test
    void countsAttemptsOnlyWhereTheExecutionOwnedItsTransaction() {
        listener.onFinished("Wallets.deposit", Outcome.RETRIED, 3, 1);
        listener.onFinished("Wallets.deposit", Outcome.PROPAGATED, 1, 1);

        var attempts = registry.get("locking.attempts")
                .tag("operation", "Wallets.deposit")
                .summary();
        assertThat(attempts.count()).isOne();
        assertThat(attempts.totalAmount()).isEqualTo(3);
    }

    @Test
    void countsConflictsByEntityAndKindAndNeverByIdentifier() {
        listener.onConflict("Wallets.deposit", 1, List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 42L)));
        listener.onConflict("Wallets.deposit", 2, List.of(new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 43L)));
        listener.onConflict("Wallets.deposit", 3, List.of(new Conflict(ConflictKind.DEADLOCK, null, null)));

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("entity") + " " + id.getTag("kind"))
                .containsExactlyInAnyOrder("Wallet stale-update", "unknown deadlock");
        assertThat(registry.get("locking.conflicts")
                        .tag("entity", "Wallet")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void countsConflictsInWhichNothingOverlappedByEntity() {
        AttributeChange mine = new AttributeChange("balance", ChangeKind.MINE, 1, 2, 1, false);
        AttributeChange theirs = new AttributeChange("owner", ChangeKind.THEIRS, 1, 1, 2, false);
        Conflict none = new Conflict(
                ConflictKind.STALE_UPDATE, "Wallet", 42L, 0L, 1L, List.of(mine, theirs), Modification.UNKNOWN);

        listener.onConflict(
                "Wallets.deposit", 1, List.of(none, new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 43L)));

        assertThat(registry.get("locking.conflicts.false").counters())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.count()).isOne();
                    assertThat(counter.getId().getTags())
                            .containsExactlyInAnyOrder(
                                    Tag.of("operation", "Wallets.deposit"), Tag.of("entity", "Wallet"));
                });
    }

    @Test
    void isActiveWhereARegistryKeepsSomething() {
        CompositeMeterRegistry several = new CompositeMeterRegistry();
        MeterListener ofSeveral = new MeterListener(several);

        assertThat(ofSeveral.isActive()).as("of no registry yet").isFalse();
        several.add(registry);
        assertThat(ofSeveral.isActive()).isTrue();
        assertThat(listener.isActive()).as("of a single one").isTrue();
    }
}
