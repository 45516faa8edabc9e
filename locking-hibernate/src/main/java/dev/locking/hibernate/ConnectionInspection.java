package dev.locking.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.jboss.logging.Logger;

/**
 * Looks at one connection as sessions get it, in a transaction that is rolled back. Looks at none where JTA hands them out,
 * and none where Hibernate was told to start without a database.
 */
final class ConnectionInspection {

    private static final Logger LOG = Logger.getLogger(ConnectionInspection.class);

    private final SessionFactoryImplementor factory;
    private final String subject;
    private final Findings findings;

    private ConnectionInspection(SessionFactoryImplementor factory, String subject, Findings findings) {
        this.factory = factory;
        this.subject = subject;
        this.findings = findings;
    }

    /** @param subject the name of the factory in messages */
    static void inspect(SessionFactoryImplementor factory, String subject, Findings findings) {
        if (isJta(factory) || startsWithoutDatabase(factory.getProperties())) {
            LOG.debugf("%s: connections are not looked at", subject);
            return;
        }
        try {
            new ConnectionInspection(factory, subject, findings).inspect();
        } catch (SQLException | RuntimeException e) {
            LOG.debugf(e, "%s: a connection cannot be looked at", subject);
        }
    }

    private static boolean isJta(SessionFactoryImplementor factory) {
        return factory.getServiceRegistry()
                .requireService(TransactionCoordinatorBuilder.class)
                .isJta();
    }

    private static boolean startsWithoutDatabase(Map<String, Object> settings) {
        String metadata = String.valueOf(settings.get(JdbcSettings.ALLOW_METADATA_ON_BOOT));
        return metadata.equalsIgnoreCase("false") || metadata.equalsIgnoreCase("disallow");
    }

    private void inspect() throws SQLException {
        JdbcConnectionAccess connections = factory.getJdbcServices().getBootstrapJdbcConnectionAccess();
        Connection connection = connections.obtainConnection();
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (autoCommit && factory.getSessionFactoryOptions().doesConnectionProviderDisableAutoCommit()) {
                findings.add(Finding.AUTO_COMMIT, subject);
            }
            connection.setAutoCommit(false);
            inspectAndRollBack(connection, autoCommit);
        } finally {
            connections.releaseConnection(connection);
        }
    }

    private void inspectAndRollBack(Connection connection, boolean autoCommit) throws SQLException {
        try {
            inspectIsolation(connection.getTransactionIsolation());
            if (!BatchProbe.of(factory).reportsCounts(connection)) {
                findings.add(Finding.NO_BATCH_COUNTS, subject);
                SessionFactories.of(factory).attempts().sendNoBatches();
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private void inspectIsolation(int level) {
        if (level == Connection.TRANSACTION_READ_UNCOMMITTED) {
            findings.add(Finding.DIRTY_READS, subject);
        } else if (level > Connection.TRANSACTION_READ_COMMITTED) {
            findings.add(Finding.SNAPSHOT_READS, subject);
        }
    }
}
