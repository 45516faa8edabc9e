package dev.locking.hibernate;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import org.hibernate.TransactionException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.LockAcquisitionException;
import org.hibernate.exception.SQLGrammarException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.TransactionSystemException;

/** How a failure reaches us: some shapes say something else than what is inside, as they do in life. */
enum Shape {
    RAW,
    HIBERNATE_GENERIC(true),
    HIBERNATE_LOCK(true),
    HIBERNATE_GRAMMAR(true),
    HIBERNATE_CONNECTION(true),
    HIBERNATE_CONSTRAINT(true),
    JPA,
    JPA_PESSIMISTIC,
    JPA_OPTIMISTIC,
    JPA_COMMIT,
    SPRING_LOCK,
    SPRING_OPTIMISTIC,
    SPRING_INTEGRITY,
    SPRING_JPA,
    SPRING_COMMIT,
    BATCH(true),
    BATCH_IN_JPA(true),
    NULL_STATE_WRAPPER(true),
    OF_THE_APPLICATION;

    private final boolean forSqlOnly;

    Shape() {
        this(false);
    }

    Shape(boolean forSqlOnly) {
        this.forSqlOnly = forSqlOnly;
    }

    boolean fits(Exception root) {
        return !forSqlOnly || root instanceof SQLException;
    }

    Exception around(Exception root) {
        return switch (this) {
            case RAW -> root;
            case HIBERNATE_GENERIC -> new GenericJDBCException("generic", sql(root));
            case HIBERNATE_LOCK -> new LockAcquisitionException("looks like a deadlock", sql(root));
            case HIBERNATE_GRAMMAR -> new SQLGrammarException("looks like a mistake", sql(root));
            case HIBERNATE_CONNECTION -> new JDBCConnectionException("looks like a lost connection", sql(root));
            case HIBERNATE_CONSTRAINT -> new ConstraintViolationException("looks like a duplicate", sql(root), "uk");
            case JPA -> new PersistenceException("converted", root);
            case JPA_PESSIMISTIC -> new PessimisticLockException("looks like a lock", root);
            case JPA_OPTIMISTIC -> new OptimisticLockException("looks like a version conflict", root);
            case JPA_COMMIT -> rollback(root);
            case SPRING_LOCK -> new CannotAcquireLockException("translated", root);
            case SPRING_OPTIMISTIC -> new ObjectOptimisticLockingFailureException("Wallet", 1L, "translated", root);
            case SPRING_INTEGRITY -> new DataIntegrityViolationException("translated", root);
            case SPRING_JPA -> new JpaSystemException(new PersistenceException(root));
            case SPRING_COMMIT -> new TransactionSystemException("Could not commit JPA transaction", rollback(root));
            case BATCH -> batch(sql(root));
            case BATCH_IN_JPA -> new PersistenceException(new GenericJDBCException("batch", batch(sql(root))));
            case NULL_STATE_WRAPPER -> new SQLException("of a connection pool", root);
            case OF_THE_APPLICATION ->
                new IOException("checked", new IllegalStateException(new ExecutionException(root)));
        };
    }

    private static SQLException sql(Exception root) {
        return (SQLException) root;
    }

    private static RollbackException rollback(Exception root) {
        return new RollbackException(
                "Error while committing the transaction",
                new TransactionException("Unable to commit against JDBC Connection", root));
    }

    private static BatchUpdateException batch(SQLException root) {
        BatchUpdateException batch = new BatchUpdateException("Batch entry 3 was aborted", new int[] {1, 1, 1});
        batch.setNextException(root);
        return batch;
    }
}
