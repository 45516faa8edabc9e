package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SqlFailureTest {

    @Test
    void aStateOrACodeSaysSomething() {
        assertThat(failure(DatabaseProduct.H2, "XYZ12", 0).saysSomething()).isTrue();
        assertThat(failure(DatabaseProduct.H2, null, 7).saysSomething()).isTrue();
        assertThat(failure(DatabaseProduct.H2, null, 0).saysSomething())
                .as("a mere wrapper")
                .isFalse();
    }

    @Test
    void anEchoOfAnEarlierErrorSaysNothing() {
        assertThat(failure(DatabaseProduct.POSTGRESQL, "25P02", 0).saysSomething())
                .isFalse();
        assertThat(failure(DatabaseProduct.SQL_SERVER, "S0001", 3930).saysSomething())
                .isFalse();
        assertThat(failure(DatabaseProduct.H2, "S0001", 3930).saysSomething()).isTrue();
        assertThat(failure(DatabaseProduct.SQL_SERVER, "S0001", 3931).saysSomething())
                .isTrue();
    }

    @Test
    void aLostConnectionLeavesTheOutcomeOpenLikeAnUnknownOne() {
        assertThat(of(FailureClass.CONN_LOST_BEFORE_COMMIT).leavesTheOutcomeOpen())
                .isTrue();
        assertThat(of(FailureClass.COMMIT_UNKNOWN).leavesTheOutcomeOpen()).isTrue();
        assertThat(of(FailureClass.SERIALIZATION).leavesTheOutcomeOpen()).isFalse();
    }

    @Test
    void aViolatedConstraintIsKnownByItsStateOrByOraclesCode() {
        assertThat(failure(DatabaseProduct.ANY, "23Z99", 0).isConstraintViolation())
                .isTrue();
        assertThat(failure(DatabaseProduct.ANY, "40002", 0).isConstraintViolation())
                .isTrue();
        assertThat(failure(DatabaseProduct.ANY, "40001", 0).isConstraintViolation())
                .isFalse();
        assertThat(failure(DatabaseProduct.ORACLE, null, 2091).isConstraintViolation())
                .isTrue();
        assertThat(failure(DatabaseProduct.ORACLE, null, 2092).isConstraintViolation())
                .isFalse();
        assertThat(failure(DatabaseProduct.DB2, null, 2091).isConstraintViolation())
                .isFalse();
    }

    private static SqlFailure failure(DatabaseProduct database, @Nullable String state, int code) {
        return new SqlFailure(database, state, code, FailureClass.UNKNOWN_SQL);
    }

    private static SqlFailure of(FailureClass failureClass) {
        return new SqlFailure(DatabaseProduct.H2, "XYZ12", 7, failureClass);
    }
}
