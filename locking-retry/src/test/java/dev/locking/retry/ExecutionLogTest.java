package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.Attempt;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.spi.Verdict;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutionLogTest {

    private static final Operation DEPOSIT = Operation.named("Wallets.deposit")
            .policy(RetryPolicy.builder().maxRetries(1).build());

    private final Logger logger = Logger.getLogger(ExecutionLog.NAME);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Filter collector = line -> {
        lines.add(line.getLevel() + " " + line.getMessage());
        return false;
    };

    private final StubIntegration integration = new StubIntegration();
    private final RetryEngine engine = Engines.on(integration);

    @AfterEach
    void leaveTheLoggerAsItWas() {
        logger.setFilter(null);
        logger.setLevel(null);
    }

    private void listen(Level level) {
        logger.setLevel(level);
        logger.setFilter(collector);
    }

    private @Nullable Object losing(int attempts) throws Throwable {
        return engine.execute(DEPOSIT, () -> {
            int number = Attempt.current().number();
            if (number <= attempts) {
                throw new StubIntegration.StubConflict("attempt " + number);
            }
            return number;
        });
    }

    @Test
    void eachLostAttemptAndTheEndAreOneLineEachAtDebug() throws Throwable {
        listen(Level.FINE);

        losing(1);

        assertThat(lines)
                .containsExactly(
                        "DEBUG Wallets.deposit: attempt 1 was lost: [STALE_UPDATE on Wallet 42]",
                        "DEBUG Wallets.deposit: retried after 2 attempts in 0 ms");
    }

    @Test
    void whoGivesUpIsOneWarning() {
        listen(Level.INFO);

        ConflictException thrown = catchThrowableOfType(ConflictException.class, () -> losing(2));

        assertThat(lines).containsExactly("WARN " + thrown.getMessage());
    }

    @Test
    void aConflictThatIsNotRetriedIsOneWarning() {
        listen(Level.INFO);
        integration.verdict = Verdict.SURFACE;

        ConflictException thrown = catchThrowableOfType(ConflictException.class, () -> losing(2));

        assertThat(lines).containsExactly("WARN " + thrown.getMessage());
    }

    @Test
    void anUnknownOutcomeIsOneWarning() {
        listen(Level.INFO);
        integration.commitFailure = new StubIntegration.StubConflict("connection lost");
        integration.verdict = Verdict.OUTCOME_UNKNOWN;

        OutcomeUnknownException thrown = catchThrowableOfType(OutcomeUnknownException.class, () -> losing(0));

        assertThat(lines).containsExactly("WARN " + thrown.getMessage());
    }

    /** Who gets the exception may say what it says; it may hold values. */
    @Test
    void anotherFailureIsNamedByItsClassAndAtDebugOnly() {
        listen(Level.FINE);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> engine.execute(DEPOSIT, () -> {
                    throw new IllegalStateException("Key (email)=(someone)");
                }));

        assertThat(lines)
                .containsExactly("DEBUG Wallets.deposit: failed after 1 attempt in 0 ms by"
                        + " java.lang.IllegalStateException");
    }

    @Test
    void nothingIsSaidOfWhatGoesWellUnlessItIsAskedFor() throws Throwable {
        listen(Level.INFO);

        losing(1);

        assertThat(lines).isEmpty();
    }

    @Test
    void whatIsLoggedInARepeatedAttemptIsMarkedWithItsNumber() throws Throwable {
        List<String> marks = new CopyOnWriteArrayList<>();
        integration.conflict = new Conflict(ConflictKind.DEADLOCK, null, null);

        engine.execute(Operation.named("Wallets.deposit"), () -> {
            marks.add(String.valueOf(MDC.get("locking.attempt")));
            if (Attempt.current().number() < 3) {
                throw new StubIntegration.StubConflict("lost");
            }
            return null;
        });

        assertThat(marks).containsExactly("null", "2", "3");
        assertThat(MDC.get("locking.attempt")).as("afterwards").isNull();
    }

    @Test
    void aMarkOfTheCallerComesBack() throws Throwable {
        MDC.put("locking.attempt", "the caller's");
        try {
            losing(1);

            assertThat(MDC.get("locking.attempt")).isEqualTo("the caller's");
        } finally {
            MDC.remove("locking.attempt");
        }
    }
}
