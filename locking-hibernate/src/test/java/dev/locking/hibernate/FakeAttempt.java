package dev.locking.hibernate;

import dev.locking.spi.LedgerEntry;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A first attempt that nobody has run; it keeps no ledger and has a millisecond left. */
class FakeAttempt implements RunningAttempt {

    Phase phase = Phase.BODY;
    List<Row> rowsToLock = List.of();

    @Override
    public String operation() {
        return "fake";
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public List<Row> rowsToLock() {
        return rowsToLock;
    }

    @Override
    public @Nullable LedgerEntry ledgerEntry() {
        return null;
    }

    @Override
    public void ledgerEntryInserted() {}

    @Override
    public @Nullable String resultToStore() {
        return null;
    }

    @Override
    public void spend(Object entity) {}

    @Override
    public boolean isSpent(Object entity) {
        return false;
    }

    @Override
    public boolean asksBeforeReads() {
        return false;
    }

    @Override
    public void aboutToRead(Row row) {}

    @Override
    public Duration remaining() {
        return Duration.ofMillis(1);
    }

    @Override
    public void reached(Phase reached) {
        phase = reached;
    }
}
