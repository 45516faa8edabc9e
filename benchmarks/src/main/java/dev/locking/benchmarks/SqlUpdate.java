package dev.locking.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * One statement that neither reads nor knows an entity: what the database itself can do. It works only where the new value
 * follows from the old one in SQL. Its time to think comes before it, when nothing is locked.
 */
final class SqlUpdate implements Strategy {

    /** MariaDB knows a table only as Hibernate has written it; PostgreSQL does not mind. */
    private static final String CREDIT = "update Wallet set balance = balance + 1, version = version + 1 where id = ?";

    private final DataSource pool;

    SqlUpdate(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public void book(Deposit deposit) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement credit = connection.prepareStatement(CREDIT)) {
            deposit.beginAttempt();
            deposit.think();
            credit.setLong(1, deposit.walletId());
            credit.executeUpdate();
            connection.commit();
        }
    }
}
