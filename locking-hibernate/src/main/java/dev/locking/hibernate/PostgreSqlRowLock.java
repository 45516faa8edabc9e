package dev.locking.hibernate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.jspecify.annotations.Nullable;

/**
 * Locks a row of PostgreSQL within a time, in one round trip. Hibernate 7.4 makes four of it: it asks for the limit of the
 * transaction, sets it, locks, and sets it back ({@code PostgreSQLLockingSupport}).
 */
final class PostgreSqlRowLock {

    /** What the limit was is kept on the server meanwhile. */
    private static final String LIMIT =
            "select set_config('locking.lock_timeout', current_setting('lock_timeout'), true);"
                    + " select set_config('lock_timeout', ?, true); ";

    private static final String LIMIT_AS_BEFORE =
            "; select set_config('lock_timeout', current_setting('locking.lock_timeout'), true)";

    private final EntityMappingType entity;
    private final Object id;
    private final SessionImplementor session;

    PostgreSqlRowLock(EntityMappingType entity, Object id, SessionImplementor session) {
        this.entity = entity;
        this.id = id;
        this.session = session;
    }

    /** Whether the identifier is compared as it is; what the database has to convert is left to Hibernate. */
    static boolean isFor(EntityMappingType entity, SessionImplementor session) {
        Dialect dialect = session.getJdbcServices().getDialect();
        boolean[] plain = {true};
        entity.getIdentifierMapping().forEachSelectable((i, column) -> {
            plain[0] &= "?".equals(column.getWriteExpression())
                    && !column.getJdbcMapping().getJdbcType().isWriteExpressionTyped(dialect);
        });
        return plain[0];
    }

    /** The limit is that of the transaction again, unless this fails; then the transaction has failed too. */
    void take(int timeoutMillis) {
        session.doWork(connection -> take(connection, timeoutMillis));
    }

    @SuppressWarnings("unchecked") // Hibernate's binders are raw
    private void take(Connection connection, int timeoutMillis) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIMIT + selectForUpdate() + LIMIT_AS_BEFORE)) {
            select.setString(1, timeoutMillis + "ms");
            for (Part part : parts()) {
                part.type.getJdbcValueBinder().bind(select, part.value, part.index + 2, session);
            }
            select.execute();
        }
    }

    /** Of the identifier: a column, as many as it has. */
    private record Part(int index, @Nullable Object value, JdbcMapping type) {}

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        entity.getIdentifierMapping()
                .forEachJdbcValue(id, (index, value, type) -> parts.add(new Part(index, value, type)), session);
        return parts;
    }

    /** As strong as Hibernate's PESSIMISTIC_WRITE: references to the row are no conflict. */
    private String selectForUpdate() {
        List<String> conditions = new ArrayList<>();
        entity.getIdentifierMapping()
                .forEachSelectable((i, column) -> conditions.add(column.getSelectionExpression() + " = ?"));
        return "select 1 from " + entity.getMappedTableDetails().getTableName() + " where "
                + String.join(" and ", conditions) + " for no key update";
    }
}
