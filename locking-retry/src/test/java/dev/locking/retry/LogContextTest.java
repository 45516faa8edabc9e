package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Attempt;
import dev.locking.spi.Body;
import dev.locking.spi.CurrentAttempt;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogContextTest {

    private record Numbered(int number) implements Attempt {

        @Override
        public String operation() {
            return "Wallets.deposit";
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void noAttemptRuns() {
        CurrentAttempt.set(null);
    }

    /** Who carries the caller's log context to that thread has replaced what is there. */
    @Test
    void aBodyOnAnotherThreadIsMarkedWithTheNumberOfTheAttemptThatRunsIt() throws Throwable {
        Body body = LogContext.ofCurrentAttempt(() -> MDC.get(LogContext.ATTEMPT));

        CurrentAttempt.set(new Numbered(1));
        assertThat(body.run()).isNull();

        CurrentAttempt.set(new Numbered(3));
        assertThat(body.run()).isEqualTo("3");
        assertThat(MDC.get(LogContext.ATTEMPT)).isNull();
    }
}
