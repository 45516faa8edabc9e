package dev.locking.spring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Notes the order of what happens: begins and ends of Spring's transactions, and what bodies add. */
class Trace implements TransactionExecutionListener {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    void add(String event) {
        events.add(event);
    }

    List<String> events() {
        return List.copyOf(events);
    }

    void clear() {
        events.clear();
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (transaction.isNewTransaction()) {
            add("begin");
        }
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        if (transaction.isNewTransaction()) {
            add(failure == null ? "commit" : "commit failed");
        }
    }

    @Override
    public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
        if (transaction.isNewTransaction()) {
            add("rollback");
        }
    }
}
