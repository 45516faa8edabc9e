package dev.locking.hibernate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.EntityVersionMapping;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the driver reports, for each statement of a JDBC batch, how many rows it changed. Hibernate sees by that
 * number alone that a change is stale, and takes {@link PreparedStatement#SUCCESS_NO_INFO} for a success.
 *
 * <p>A batch of two updates of a mapped table is run whose condition no row can meet, so it changes nothing and locks no
 * row. The one right answer is {0, 0}. A driver that knows nothing says so, and one that always claims a success is found out
 * too. What passes unnoticed is a driver that always says 0: with it every change fails.
 */
final class BatchProbe {

    private static final Logger LOG = Logger.getLogger(BatchProbe.class);

    private static final int TIMEOUT_SECONDS = 2;
    private static final int[] NO_ROW_EACH = {0, 0};
    private static final Set<Class<?>> NUMBERS = Set.of(Long.class, Integer.class, Short.class);

    private final @Nullable String update;

    private BatchProbe(@Nullable String update) {
        this.update = update;
    }

    /** Runs nothing if batches are off, or if there is no versioned entity whose table could be used. */
    static BatchProbe of(SessionFactoryImplementor factory) {
        return new BatchProbe(
                factory.getSessionFactoryOptions().getJdbcBatchSize() > 1 ? updateOfSomeTable(factory) : null);
    }

    /** Of the first one, so that each start does the same. */
    private static @Nullable String updateOfSomeTable(SessionFactoryImplementor factory) {
        NavigableSet<String> updates = new TreeSet<>();
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> {
            EntityVersionMapping version = entity.getVersionMapping();
            if (version != null && entity.isMutable() && isNumberInTable(version)) {
                updates.add(updateOfNoRow(version));
            }
        });
        return updates.isEmpty() ? null : updates.first();
    }

    private static boolean isNumberInTable(EntityVersionMapping version) {
        return NUMBERS.contains(version.getJavaType().getJavaTypeClass())
                && isTable(version.getContainingTableExpression());
    }

    /** And not the query that stands for one. */
    private static boolean isTable(String expression) {
        return !expression.contains("(");
    }

    /** With a parameter, without which some drivers do not use the protocol that they use for Hibernate's batches. */
    private static String updateOfNoRow(EntityVersionMapping version) {
        String column = version.getSelectionExpression();
        return "update " + version.getContainingTableExpression() + " set " + column + "=" + column + " where " + column
                + "=? and 1=0";
    }

    /** @throws SQLException if it cannot be told */
    boolean reportsCounts(Connection connection) throws SQLException {
        if (update == null) {
            return true;
        }
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            for (int version = 0; version < NO_ROW_EACH.length; version++) {
                statement.setInt(1, version);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            LOG.debugf("%s, twice in a batch: %s", update, Arrays.toString(counts));
            return Arrays.equals(counts, NO_ROW_EACH);
        }
    }
}
