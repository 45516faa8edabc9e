package dev.locking.tests.watching;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.ExclusiveGroups;
import dev.locking.tests.databases.Databases;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In plain Java: an application adds a registry to Micrometer's global one, and that is all. */
@Timeout(120)
class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Shop shop = new Shop(Databases.h2());

    @BeforeEach
    void addTheRegistry() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void removeTheRegistry() {
        Metrics.removeRegistry(registry);
        shop.close();
    }

    @Test
    void namesAndTagsAreThese() throws Exception {
        everything(1);

        Map<String, Set<String>> shown =
                meters().collect(groupingBy(Meter.Id::getName, mapping(MetersTest::described, toSet())));

        assertThat(shown)
                .isEqualTo(Map.ofEntries(
                        Map.entry("locking.executions", Set.of("TIMER [operation, outcome]")),
                        Map.entry("locking.attempts", Set.of("DISTRIBUTION_SUMMARY [operation]")),
                        Map.entry("locking.conflicts", Set.of("COUNTER [entity, kind, operation]")),
                        Map.entry("locking.conflicts.false", Set.of("COUNTER [entity, operation]")),
                        Map.entry("locking.wasted", Set.of("TIMER [operation]")),
                        Map.entry("locking.delay", Set.of("TIMER [operation]")),
                        Map.entry("locking.group.wait", Set.of("TIMER [group, operation]")),
                        Map.entry("locking.group.active", Set.of("GAUGE [group]")),
                        Map.entry("locking.group.queued", Set.of("GAUGE [group]")),
                        Map.entry("locking.combined", Set.of("DISTRIBUTION_SUMMARY [group]")),
                        Map.entry("locking.budget.available", Set.of("GAUGE []")),
                        Map.entry("locking.hot", Set.of("GAUGE [kind]"))));
    }

    private static String described(Meter.Id id) {
        return id.getType() + " " + id.getTags().stream().map(Tag::getKey).toList();
    }

    @Test
    void noTagGrowsWithRowsKeysOrCalls() throws Exception {
        everything(1);
        Set<Meter.Id> before = meters().collect(toSet());

        for (long row = 2; row <= 20; row++) {
            everything(row);
        }

        assertThat(meters().collect(toSet())).isEqualTo(before);
    }

    private void everything(long row) throws Exception {
        shop.deposit(row);
        shop.order(row);
        shop.depositLosingOnce(row);
        shop.renameLosingOnce(row);
        shop.giveUp(row, row + 20);
        shop.callOut();
        shop.ship(row + 40);
        payTogether(row);
    }

    @Test
    void whatGoesWellMovesExecutionsAndAttempts() {
        assertThat(movedBy(() -> shop.deposit(1)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.deposit, outcome=success]", 1.0,
                        "locking.attempts[operation=Shop.deposit]", 1.0));
    }

    @Test
    void aLostAttemptMovesConflictsTheTimeInVainAndTheDelay() {
        assertThat(movedBy(() -> shop.depositLosingOnce(1)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.deposit, outcome=retried]", 1.0,
                        "locking.attempts[operation=Shop.deposit]", 2.0,
                        "locking.conflicts[entity=Wallet, kind=stale-update, operation=Shop.deposit]", 1.0,
                        "locking.wasted[operation=Shop.deposit]", 1.0,
                        "locking.delay[operation=Shop.deposit]", 1.0));
    }

    @Test
    void aConflictInWhichNothingOverlapsIsCountedTwice() {
        assertThat(movedBy(() -> shop.renameLosingOnce(1)))
                .containsEntry("locking.conflicts[entity=Article, kind=stale-update, operation=Shop.rename]", 1.0)
                .containsEntry("locking.conflicts.false[entity=Article, operation=Shop.rename]", 1.0);
    }

    @Test
    void whoGivesUpHasWaitedOnceLessThanItHasLost() {
        assertThat(movedBy(() -> shop.giveUp(1, 2)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.giveUp, outcome=exhausted]", 1.0,
                        "locking.attempts[operation=Shop.giveUp]", 2.0,
                        "locking.conflicts[entity=Wallet, kind=stale-update, operation=Shop.giveUp]", 2.0,
                        "locking.wasted[operation=Shop.giveUp]", 2.0,
                        "locking.delay[operation=Shop.giveUp]", 1.0));
    }

    @Test
    void anUnknownOutcomeIsNoConflict() {
        assertThat(movedBy(() -> shop.ship(1)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.ship, outcome=unknown]", 1.0,
                        "locking.attempts[operation=Shop.ship]", 1.0));
    }

    @Test
    void aTurnMovesTheWaitEvenIfThereWasNone() {
        assertThat(movedBy(() -> shop.order(1)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.order, outcome=success]", 1.0,
                        "locking.attempts[operation=Shop.order]", 1.0,
                        "locking.group.wait[group=stock, operation=Shop.order]", 1.0));
    }

    @Test
    void callsThatShareATransactionMoveItsSizeAndEachOfThemItsWait() {
        assertThat(movedBy(() -> payTogether(1)))
                .isEqualTo(Map.of(
                        "locking.executions[operation=Shop.pay, outcome=combined]", 4.0,
                        "locking.attempts[operation=Shop.pay]", 4.0,
                        "locking.group.wait[group=till, operation=Shop.pay]", 4.0,
                        "locking.combined[group=till]", 4.0));
    }

    /** One keeps the turn until three wait for it, and takes them along. */
    private void payTogether(long row) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<FutureTask<?>> calls = new ArrayList<>();
        calls.add(started(() -> shop.paySlowly(row, end)));
        awaitUntil(() -> ExclusiveGroups.active(Shop.TILL) == 1);
        for (int i = 0; i < 3; i++) {
            calls.add(started(() -> shop.pay(row)));
        }
        awaitUntil(() -> ExclusiveGroups.queued(Shop.TILL) == 3);
        end.countDown();
        for (FutureTask<?> call : calls) {
            call.get();
        }
    }

    @Test
    void gaugesShowWhoHasATurnAndWhoWaitsAndForgetThem() throws Exception {
        shop.order(1);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<?> first = started(() -> shop.orderSlowly(1, end));
        awaitUntil(() -> gauge("locking.group.active", "group", Shop.STOCK) == 1);
        FutureTask<?> second = started(() -> shop.order(1));
        FutureTask<?> third = started(() -> shop.order(1));
        awaitUntil(() -> gauge("locking.group.queued", "group", Shop.STOCK) == 2);
        shop.order(2);

        assertThat(gauge("locking.group.active", "group", Shop.STOCK)).isEqualTo(1);
        assertThat(gauge("locking.group.active", "group", Shop.TILL))
                .as("another group")
                .isZero();

        end.countDown();
        first.get();
        second.get();
        third.get();
        assertThat(gauge("locking.group.active", "group", Shop.STOCK)).isZero();
        assertThat(gauge("locking.group.queued", "group", Shop.STOCK)).isZero();
    }

    @Test
    void theBudgetIsLessByWhatRetriesWithoutATurnHaveTaken() {
        shop.deposit(1);
        awaitUntil(() -> gauge("locking.budget.available") >= 100);

        shop.callOut();

        assertThat(gauge("locking.budget.available")).isBetween(80.0, 81.0);
    }

    @Test
    void rowsAreHotWhereCallsLoseAgainAndAgain() {
        shop.deposit(1);

        for (int i = 0; i < 8; i++) {
            shop.depositLosingOnce(7);
        }

        assertThat(gauge("locking.hot", "kind", "row")).isPositive();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private Stream<Meter.Id> meters() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("locking."));
    }

    private interface Act {

        void run() throws Exception;
    }

    /** How often timers and counters moved, and by how much distributions. */
    private Map<String, Double> movedBy(Act act) {
        Map<String, Double> before = positions();
        try {
            act.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Map<String, Double> moved = positions();
        before.forEach((name, position) -> moved.merge(name, -position, Double::sum));
        moved.values().removeIf(difference -> difference == 0);
        return moved;
    }

    private Map<String, Double> positions() {
        Map<String, Double> positions = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith("locking.") && id.getType() != Meter.Type.GAUGE) {
                Statistic what = id.getType() == Meter.Type.DISTRIBUTION_SUMMARY ? Statistic.TOTAL : Statistic.COUNT;
                positions.put(id.getName() + tags(id), value(meter, what));
            }
        }
        return positions;
    }

    private static List<String> tags(Meter.Id id) {
        return id.getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .toList();
    }

    private static double value(Meter meter, Statistic what) {
        for (Measurement measurement : meter.measure()) {
            if (measurement.getStatistic() == what) {
                return measurement.getValue();
            }
        }
        throw new IllegalArgumentException(meter.getId() + " has no " + what);
    }

    private static FutureTask<?> started(Runnable call) {
        FutureTask<?> task = new FutureTask<>(call, null);
        new Thread(task).start();
        return task;
    }

    private static void awaitUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
