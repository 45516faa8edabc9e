package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.IdempotencyKeyReusedException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are made more than once with the same key. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class IdempotencyTest extends DoorKit {

    @Test
    void aSecondCallWithTheSameKeyIsAnsweredByTheFirstOnesResult() throws Exception {
        assertThat(deposit("order 17", 50)).isEqualTo(150);
        bank.creditElsewhere(WALLET, 7);

        assertThat(deposit("order 17", 50)).isEqualTo(150);

        assertThat(attempts).isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void theSameKeyWithAnotherArgumentIsRefused() throws Exception {
        deposit("order 17", 50);

        assertThatExceptionOfType(IdempotencyKeyReusedException.class).isThrownBy(() -> deposit("order 17", 51));

        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    /** MariaDB's usual collations take these for equal. */
    @Test
    void keysThatDifferInCaseAccentsOrSpacesAreDifferentKeys() throws Exception {
        for (String key : List.of("order-e", "ORDER-E", "order-\u00e9", "order-e ", "")) {
            deposit(key, 50);
        }

        assertThat(bank.balance(WALLET)).isEqualTo(350);
    }

    @Test
    void aCallThatFailedLeavesNothingBehindAndTheNextOneRuns() throws Exception {
        assertThatThrownBy(() -> door.callOnce("order 17", 50, () -> {
                    bank.credit(WALLET, 50);
                    throw new IllegalStateException("out of stock");
                }))
                .hasMessage("out of stock");

        assertThat(deposit("order 17", 50)).isEqualTo(150);
    }

    @Test
    void conflictsOfACallWithAKeyAreRetried() throws Exception {
        long balance = door.callOnce("order 17", 50, () -> {
            losingTheFirst(2, () -> bank.credit(WALLET, 50));
            return bank.currentSession().find(Wallet.class, WALLET).balance;
        });

        assertThat(balance).isEqualTo(157);
        assertThat(attempts).isEqualTo(3);
        assertThat(deposit("order 17", 50)).isEqualTo(157);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void aSecondCallThatComesWhileTheFirstOneRunsWaitsForItAndGetsItsResult() throws Exception {
        CountDownLatch firstIsInside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Long> first = threads.submit(() -> door.callOnce("order 17", 50, () -> {
                firstIsInside.countDown();
                goOn.await();
                bank.credit(WALLET, 50);
                return 1L;
            }));
            firstIsInside.await();
            Future<Long> second = threads.submit(() -> door.callOnce("order 17", 50, () -> {
                bank.credit(WALLET, 50);
                return 2L;
            }));
            goOn.countDown();

            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void manyCallsWithOneKeyAtOnceAreOneCall() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> calls = Stream.generate(() -> threads.submit(() -> depositBy("order 17")))
                    .limit(8)
                    .toList();

            for (Future<Long> call : calls) {
                assertThat(call.get()).isEqualTo(150);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(bank.balance(WALLET)).isEqualTo(150);
    }

    @Test
    void aKeyInsideATransactionThatSomebodyElseBeganIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> door.call(() -> deposit("order 17", 50)))
                .withMessageContaining("is called inside a transaction that began before it");
    }

    private long deposit(String key, long amount) throws Exception {
        return door.callOnce(key, amount, () -> {
            attempts++;
            bank.credit(WALLET, amount);
            return bank.currentSession().find(Wallet.class, WALLET).balance;
        });
    }

    /** Counts nothing, since many threads call it. */
    private long depositBy(String key) throws Exception {
        return door.callOnce(key, 50, () -> {
            bank.credit(WALLET, 50);
            return bank.currentSession().find(Wallet.class, WALLET).balance;
        });
    }
}
