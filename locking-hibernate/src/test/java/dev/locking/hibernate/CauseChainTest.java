package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CauseChainTest {

    @Test
    void anExceptionComesBeforeItsCausesAndTheseBeforeItsNextExceptions() {
        Exception deepest = new Exception("deepest");
        SQLException next = new SQLException("next", new Exception("cause of next"));
        SQLException sql = new SQLException("sql", new Exception("cause", deepest));
        sql.setNextException(next);
        Exception failure = new Exception("failure", sql);

        assertThat(CauseChain.of(failure).stream())
                .extracting(Throwable::getMessage)
                .containsExactly("failure", "sql", "cause", "deepest", "next", "cause of next");
    }

    @Test
    void suppressedExceptionsAreApart() {
        Exception cause = new Exception("cause");
        Exception failure = new Exception("failure", cause);
        cause.addSuppressed(new Exception("suppressed", new Exception("its cause", failure)));

        assertThat(CauseChain.of(failure).stream()).containsExactly(failure, cause);
        assertThat(CauseChain.of(failure).suppressed().stream())
                .extracting(Throwable::getMessage)
                .containsExactly("suppressed", "its cause");
    }

    @Test
    void aCycleEnds() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);

        assertThat(CauseChain.of(one).stream()).containsExactly(one, two);
    }

    @Test
    void aCycleThroughNextExceptionsEnds() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two");
        one.setNextException(two);
        two.initCause(one);

        assertThat(CauseChain.of(one).stream()).containsExactly(one, two);
    }

    @Test
    void anExceptionThatIsItsOwnCauseEnds() {
        assertThat(CauseChain.of(new Exception("own") {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public synchronized Throwable getCause() {
                                return this;
                            }
                        })
                        .stream())
                .hasSize(1);
    }

    @Test
    void aVeryDeepChainIsCutOff() {
        assertThat(CauseChain.of(nested(100_000)).stream()).hasSize(CauseChain.MOST);
    }

    @Test
    void aVeryLongChainOfNextExceptionsIsCutOff() {
        SQLException first = new SQLException("first");
        SQLException last = first;
        for (int i = 0; i < 100_000; i++) {
            SQLException next = new SQLException("next");
            last.setNextException(next);
            last = next;
        }

        assertThat(CauseChain.of(first).stream()).hasSize(CauseChain.MOST);
    }

    private static Exception nested(int depth) {
        @Nullable Exception failure = null;
        for (int i = 0; i < depth; i++) {
            failure = new Exception("one of many", failure);
        }
        return new Exception("outermost", failure);
    }
}
