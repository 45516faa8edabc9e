package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Operation;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.Phase;
import dev.locking.spi.TransactionBoundary;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import org.hibernate.StaleStateException;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;

/** Which of several errors of a database is the one that counts. */
class EvidenceTest {

    @Test
    void anErrorThatTheTableKnowsCountsMoreThanAnEarlierOneThatSaysSomething() {
        Exception failure = new SQLException("x", "XYZ12", new SQLException("deadlock", "40001"));

        assertThat(stateOfRoot(failure)).isEqualTo("40001");
    }

    @Test
    void amongErrorsThatTheTableDoesNotKnowTheFirstThatSaysSomethingCounts() {
        Exception failure =
                new SQLException("of a pool", new SQLException("x", "23Z99", new SQLException("y", "XYZ12")));

        assertThat(stateOfRoot(failure)).isEqualTo("23Z99");
    }

    @Test
    void whereNoneSaysSomethingTheFirstCounts() {
        Evidence seen = evidence(new IOException(new SQLException("of a pool", new SQLException("of a driver"))));

        assertThat(seen.root()).isNotNull();
        assertThat(seen.failureClass()).isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void onlyADuplicateMakesALostUpsertOfAVersionConflict() {
        Exception failure =
                new StaleStateException("x", new GenericJDBCException("x", new SQLException("deadlock", "40001")));

        assertThat(evidence(failure).failureClass()).isEqualTo(FailureClass.SERIALIZATION);
        assertThat(evidence(new StaleStateException("x")).failureClass()).isEqualTo(FailureClass.VERSION_CONFLICT);
    }

    private static String stateOfRoot(Exception failure) {
        return requireNonNull(requireNonNull(evidence(failure).root()).state());
    }

    private static Evidence evidence(Exception failure) {
        TransactionBoundary elsewhere = (TransactionBoundary) Proxy.newProxyInstance(
                TransactionBoundary.class.getClassLoader(),
                new Class<?>[] {TransactionBoundary.class},
                (proxy, method, arguments) -> null);
        return Evidence.of(
                new FailedAttempt(failure, Phase.BODY, Operation.named("Test.operation"), elsewhere),
                FailureCodes.SHIPPED);
    }
}
