package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One application for the tests of a class. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SpringKit {

    static final List<String> ONE_RETRY = List.of("begin", "attempt", "rollback", "begin", "attempt", "commit");

    ConfigurableApplicationContext context;
    Bank bank;
    Errands errands;
    TransactionTemplate outer;

    Object[] application() {
        return new Object[] {Errands.class};
    }

    @BeforeAll
    void start() {
        context = App.start(application());
        bank = context.getBean(Bank.class);
        errands = context.getBean(Errands.class);
        outer = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    @AfterAll
    void close() {
        context.close();
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
    }

    List<String> trace() {
        return bank.trace().events();
    }

    /** What the wallet holds when one deposit was made and one was lost to another. */
    static long afterOneConflict() {
        return 100 + 7 + 50;
    }
}
