package dev.locking.hibernate;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.registry.classloading.spi.ClassLoadingException;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Finds transactions that the database has given up and will answer COMMIT by a rollback, without an error: PostgreSQL
 * does so after any failed statement, and its driver (42.7.14) reports such a COMMIT as a success. Hibernate marks a
 * transaction whose statement failed in its own hands, but not where the application caught the exception of a JDBC
 * statement of its own.
 */
final class AbortedTransactions {

    private static final Set<DatabaseProduct> ABORT_AFTER_ANY_ERROR =
            Set.of(DatabaseProduct.POSTGRESQL, DatabaseProduct.COCKROACHDB, DatabaseProduct.YUGABYTEDB);

    /** The driver knows the state from the server's last answer, so asking costs no round trip. */
    private static final String DRIVER_CONNECTION = "org.postgresql.core.BaseConnection";

    private final boolean possible;
    private final @Nullable Method getTransactionState;

    AbortedTransactions(DatabaseProduct database, ClassLoaderService classes) {
        this.possible = ABORT_AFTER_ANY_ERROR.contains(database);
        this.getTransactionState = possible ? getTransactionState(classes) : null;
    }

    /** Null with another driver, which is asked by a statement instead. */
    private static @Nullable Method getTransactionState(ClassLoaderService classes) {
        try {
            return classes.classForName(DRIVER_CONNECTION).getMethod("getTransactionState");
        } catch (ClassLoadingException | NoSuchMethodException e) {
            return null;
        }
    }

    boolean isAborted(SessionImplementor session) {
        return possible && session.doReturningWork(this::isAborted);
    }

    private boolean isAborted(Connection connection) throws SQLException {
        if (getTransactionState != null && connection.isWrapperFor(getTransactionState.getDeclaringClass())) {
            return isAborted(getTransactionState, connection);
        }
        try (Statement probe = connection.createStatement()) {
            return !probe.execute("select 1");
        }
    }

    private static boolean isAborted(Method getTransactionState, Connection connection) throws SQLException {
        Object driverConnection = connection.unwrap(getTransactionState.getDeclaringClass());
        try {
            return "FAILED".equals(String.valueOf(getTransactionState.invoke(driverConnection)));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("The state of the transaction cannot be read", e);
        }
    }
}
