package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every door must keep when threads really run at the same time. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ConcurrencyTest extends DoorKit {

    private static final int THREADS = 8;
    private static final int DEPOSITS_OF_EACH = 25;

    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void twoWhoReadTheSameVersionBothKeepTheirDeposit() throws Exception {
        CyclicBarrier bothHaveRead = new CyclicBarrier(2);

        inParallel(
                2,
                person -> door.call(() -> {
                    bank.credit(WALLET, 50);
                    if (bodies.incrementAndGet() <= 2) {
                        bothHaveRead.await();
                    }
                    return null;
                }));

        assertThat(bank.balance(WALLET)).isEqualTo(200);
        assertThat(bank.committed(WALLET).version).isEqualTo(2);
        assertThat(bodies).hasValue(3);
    }

    @Test
    void eightThreadsLoseAndDoubleNothingAndTheMetersSayWhatHappened() throws Exception {
        List<String> tokens = IntStream.range(0, THREADS)
                .boxed()
                .flatMap(thread -> IntStream.range(0, DEPOSITS_OF_EACH).mapToObj(i -> thread + "-" + i))
                .sorted()
                .toList();

        inParallel(THREADS, thread -> {
            for (int i = 0; i < DEPOSITS_OF_EACH; i++) {
                deposit(thread + "-" + i);
            }
            return null;
        });

        assertThat(bank.tokens()).as("each acknowledged deposit exactly once").isEqualTo(tokens);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + tokens.size());
        assertThat(bank.committed(WALLET).version).isEqualTo(tokens.size());
        assertThat(executions("success") + executions("retried")).isEqualTo(tokens.size());
        assertThat(meters.get("locking.attempts")
                        .tag("operation", door.operation())
                        .summary()
                        .totalAmount())
                .isEqualTo(bodies.get());
        assertThat(meters.find("locking.conflicts").tag("operation", door.operation()).counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .as("attempts that were given up before they read the row met none")
                .isEqualTo(reads.get() - tokens.size());
    }

    private void deposit(String token) throws Exception {
        door.call(() -> {
            bodies.incrementAndGet();
            bank.credit(WALLET, 1);
            reads.incrementAndGet();
            bank.currentSession().persist(new Deposit(WALLET, token));
            return null;
        });
    }

    private long executions(String outcome) {
        return meters
                .find("locking.executions")
                .tags("operation", door.operation(), "outcome", outcome)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private interface Person {

        Object act(int number) throws Exception;
    }

    private static void inParallel(int people, Person person) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(people);
        try {
            List<Callable<Object>> acts = new ArrayList<>();
            for (int number = 0; number < people; number++) {
                int who = number;
                acts.add(() -> person.act(who));
            }
            for (Future<Object> act : threads.invokeAll(acts)) {
                act.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
