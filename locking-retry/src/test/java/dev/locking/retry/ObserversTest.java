package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.Operation;
import dev.locking.spi.ExecutionObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObserversTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit");

    private final List<String> seen = new ArrayList<>();
    private final StubIntegration integration = new StubIntegration();

    private final class Recorder implements ExecutionObserver {

        boolean active = true;

        @Override
        public boolean isActive() {
            return active;
        }

        @Override
        public Ending onExecution(String operation) {
            seen.add("begin " + operation);
            return failure -> seen.add("end " + operation + " " + failure);
        }

        @Override
        public Ending onAttempt(String operation, int attempt) {
            seen.add("begin " + attempt + inside());
            return failure -> seen.add("end " + attempt + " " + failure + inside());
        }

        private String inside() {
            return integration.active ? " inside a transaction" : "";
        }

        @Override
        public void onAttemptLost(String operation, int attempt, List<Conflict> conflicts) {
            seen.add("conflict " + attempt + " " + conflicts);
        }
    }

    private static final class Failing implements ExecutionObserver {

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public Ending onExecution(String operation) {
            return failure -> {
                throw new AssertionError("broken");
            };
        }

        @Override
        public Ending onAttempt(String operation, int attempt) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void onAttemptLost(String operation, int attempt, List<Conflict> conflicts) {
            throw new NoClassDefFoundError("broken");
        }
    }

    private RetryEngine engine(ExecutionObserver... observers) {
        return new RetryEngine(
                integration,
                List.of(integration),
                List.of(),
                new Listeners(List.of()),
                new Observers(List.of(observers)),
                Engines.NO_TIME_PASSES);
    }

    private static @Nullable Object losingTheFirst() {
        if (Attempt.current().number() == 1) {
            throw new StubIntegration.StubConflict("lost");
        }
        return "done";
    }

    @Test
    void executionsSurroundAttemptsAndAttemptsSurroundTransactions() throws Throwable {
        Object result = engine(new Recorder()).execute(DEPOSIT, ObserversTest::losingTheFirst);

        assertThat(result).isEqualTo("done");
        assertThat(seen)
                .containsExactly(
                        "begin Wallets.deposit",
                        "begin 1",
                        "end 1 " + new StubIntegration.StubConflict("lost"),
                        "conflict 1 [STALE_UPDATE on Wallet 42]",
                        "begin 2",
                        "end 2 null",
                        "end Wallets.deposit null");
    }

    @Test
    void anExecutionThatFailsEndsWithWhatItsCallerGets() {
        IllegalStateException failure = new IllegalStateException("out of stock");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> engine(new Recorder()).execute(DEPOSIT, () -> {
                    throw failure;
                }));

        assertThat(seen).endsWith("end 1 " + failure, "end Wallets.deposit " + failure);
    }

    @Test
    void oneThatIsNotActiveIsToldNothing() throws Throwable {
        Recorder asleep = new Recorder();
        asleep.active = false;

        engine(asleep).execute(DEPOSIT, ObserversTest::losingTheFirst);

        assertThat(seen).isEmpty();
    }

    @Test
    void whatBeganIsEndedAlthoughNobodyIsInterestedAnyMore() throws Throwable {
        Recorder recorder = new Recorder();

        engine(recorder).execute(DEPOSIT, () -> {
            recorder.active = false;
            return null;
        });

        assertThat(seen).containsExactly("begin Wallets.deposit", "begin 1", "end 1 null", "end Wallets.deposit null");
    }

    @Test
    void oneThatFailsChangesNothingForTheExecutionAndForOthersAndIsReportedOnce() throws Throwable {
        RetryEngine engine = engine(new Failing(), new Recorder());

        try (Warnings warnings = new Warnings()) {
            assertThat(engine.execute(DEPOSIT, ObserversTest::losingTheFirst)).isEqualTo("done");
            assertThat(warnings.lines()).hasSize(1);
        }
        assertThat(seen).hasSize(7);
        assertThat(integration.committed).isOne();
    }
}
