package dev.locking.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.ConnectionAcquisitionMode;
import org.hibernate.ConnectionReleaseMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/**
 * Takes a lock of MariaDB's {@code GET_LOCK} before the transaction, and gives it back behind it, as no end of a transaction
 * does; who waits for it holds a connection.
 */
final class NamedLock implements Strategy {

    /** Longer than anybody waits in a lab; {@code GET_LOCK} has to be told how many seconds. */
    private static final String LOCK = "select get_lock(concat('wallet ', ?), 60)";

    private static final String UNLOCK = "select release_lock(concat('wallet ', ?))";

    private final SessionFactory sessions;

    NamedLock(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public void book(Deposit deposit) {
        try (Session session = sessionOfOneConnection()) {
            session.doWork(connection -> require(connection, LOCK, deposit.walletId()));
            try {
                session.inTransaction(transaction -> deposit.bookIn(session));
            } finally {
                session.doWork(connection -> require(connection, UNLOCK, deposit.walletId()));
            }
        }
    }

    /** By default it gives its connection back with the end of the transaction, and might get another one to unlock. */
    private Session sessionOfOneConnection() {
        return sessions.withOptions()
                .connectionHandling(ConnectionAcquisitionMode.AS_NEEDED, ConnectionReleaseMode.ON_CLOSE)
                .openSession();
    }

    /** Both functions answer 1 if they did what they are asked for. */
    private static void require(Connection connection, String function, long walletId) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(function)) {
            call.setLong(1, walletId);
            try (ResultSet row = call.executeQuery()) {
                if (!row.next() || row.getInt(1) != 1) {
                    throw new SQLException("The lock of wallet " + walletId + " refused: " + function);
                }
            }
        }
    }
}
