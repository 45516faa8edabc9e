package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every order of executions and retries, wherever the clock starts, as long as it never goes back. */
class RetryBudgetPropertiesTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LATEST_START = Long.MAX_VALUE - TimeUnit.HOURS.toNanos(1);

    /** Some time passes, then as many executions begin, or as many retries are asked for. */
    private record Step(long nanos, boolean executions, int count) {}

    /** The same by counting everything, second by second, for ever. */
    private static final class Counted {

        private final NavigableMap<Long, Long> executions = new TreeMap<>();
        private final NavigableMap<Long, Long> retries = new TreeMap<>();

        long allowed(long now) {
            return ofTheWindow(executions, now) * 20 / 100 + 100;
        }

        long taken(long now) {
            return ofTheWindow(retries, now);
        }

        private static long ofTheWindow(NavigableMap<Long, Long> counts, long now) {
            long second = Math.floorDiv(now, SECOND);
            return counts.subMap(second - 9, true, second, true).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        private static void count(Map<Long, Long> counts, long now) {
            counts.merge(Math.floorDiv(now, SECOND), 1L, Long::sum);
        }
    }

    /** What is said after each answer. */
    private interface Judge {

        void judge(boolean given, Counted before, long now, RetryBudget budget);
    }

    @Property
    void noRetryIsGivenBeyondAFifthOfTheExecutionsOfItsWindowAndTheReserve(
            @ForAll("starts") long start, @ForAll("steps") List<Step> steps) {
        play(start, steps, (given, before, now, budget) -> {
            if (given) {
                assertThat(before.taken(now) + 1).isLessThanOrEqualTo(before.allowed(now));
            }
        });
    }

    @Property
    void noRetryIsRefusedWhileOneIsLeft(@ForAll("starts") long start, @ForAll("steps") List<Step> steps) {
        play(start, steps, (given, before, now, budget) -> {
            if (!given) {
                assertThat(before.taken(now)).isGreaterThanOrEqualTo(before.allowed(now));
            }
        });
    }

    @Property
    void whatIsNotTakenStaysAvailableAndARefusalTakesNothing(
            @ForAll("starts") long start, @ForAll("steps") List<Step> steps) {
        play(
                start,
                steps,
                (given, before, now, budget) -> assertThat(budget.available(now))
                        .isEqualTo(before.allowed(now) - before.taken(now) - (given ? 1 : 0)));
    }

    @Property
    void whereTheClockStartsDoesNotMatter(
            @ForAll("wholeSeconds") long one, @ForAll("wholeSeconds") long other, @ForAll("steps") List<Step> steps) {
        assertThat(answers(one, steps)).isEqualTo(answers(other, steps));
    }

    private static List<Boolean> answers(long start, List<Step> steps) {
        List<Boolean> answers = new ArrayList<>();
        play(start, steps, (given, before, now, budget) -> answers.add(given));
        return answers;
    }

    private static void play(long start, List<Step> steps, Judge judge) {
        RetryBudget budget = new RetryBudget();
        Counted counted = new Counted();
        long now = start;
        for (Step step : steps) {
            now += step.nanos;
            for (int i = 0; i < step.count; i++) {
                if (step.executions) {
                    budget.deposit(now);
                    Counted.count(counted.executions, now);
                } else {
                    boolean given = budget.tryWithdraw(now);
                    judge.judge(given, counted, now, budget);
                    if (given) {
                        Counted.count(counted.retries, now);
                    }
                }
            }
        }
    }

    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-60 * SECOND, 10 * SECOND),
                Arbitraries.longs().between(Long.MIN_VALUE, LATEST_START));
    }

    @Provide
    Arbitrary<Long> wholeSeconds() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(-60, 10),
                        Arbitraries.longs().between(Long.MIN_VALUE / SECOND, LATEST_START / SECOND))
                .map(seconds -> seconds * SECOND);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> pauses = Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs().between(0, 3 * SECOND),
                Arbitraries.longs().between(0, 25 * SECOND));
        Arbitrary<Integer> counts = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 7), Arbitraries.integers().between(0, 150));
        return Combinators.combine(pauses, Arbitraries.of(true, false), counts)
                .as(Step::new)
                .list()
                .ofMaxSize(25);
    }
}
