package dev.locking.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.SessionFactory;

/** Takes PostgreSQL's advisory lock first, until the end of the transaction; who waits for it holds a connection. */
final class AdvisoryLock implements Strategy {

    private final SessionFactory sessions;

    AdvisoryLock(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public void book(Deposit deposit) {
        sessions.inTransaction(session -> {
            session.doWork(connection -> lock(connection, deposit.walletId()));
            deposit.bookIn(session);
        });
    }

    private static void lock(Connection connection, long walletId) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, walletId);
            lock.execute();
        }
    }
}
