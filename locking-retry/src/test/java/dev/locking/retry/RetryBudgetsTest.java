package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetsTest {

    private final RetryBudgets budgets = new RetryBudgets();

    @Test
    void eachBoundaryHasABudgetOfItsOwnWhoeverAskedLast() {
        StubIntegration one = new StubIntegration();
        StubIntegration other = new StubIntegration();

        RetryBudget ofOne = budgets.of(one);
        RetryBudget ofOther = budgets.of(other);

        assertThat(ofOther).isNotSameAs(ofOne);
        assertThat(budgets.of(one)).isSameAs(ofOne);
        assertThat(budgets.of(one)).isSameAs(ofOne);
        assertThat(budgets.of(other)).isSameAs(ofOther);
    }
}
