package dev.locking.hibernate;

import static org.hibernate.cfg.AvailableSettings.CURRENT_SESSION_CONTEXT_CLASS;

import dev.locking.Conflict;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.Body;
import dev.locking.spi.ClusterLocks;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Clock;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.context.internal.ManagedSessionContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Plain Java: one session and one resource-local transaction per attempt. The session is bound to the thread, so that
 * {@link SessionFactory#getCurrentSession()} answers it inside the body.
 */
final class SessionBoundary implements TransactionBoundary {

    static final String MANAGED = "managed";

    private static final Logger LOG = Logger.getLogger(SessionBoundary.class);

    private static final ThreadLocal<@Nullable ReadSet> LAST_READ = new ThreadLocal<>();

    private final SessionFactoryImplementor factory;
    private final LedgerSettings ledgerSettings;
    private final GroupSettings groupSettings;
    private final ReportedEntities reported;
    private volatile @Nullable AbortedTransactions abortedTransactions;
    private volatile @Nullable Ledger ledger;
    private @Nullable ClusterLocks clusterLocks;
    private volatile boolean checked;
    private volatile boolean noBatches;

    /** @throws IllegalStateException if a setting of the ledger or of groups makes no sense */
    SessionBoundary(SessionFactoryImplementor factory) {
        this.factory = factory;
        this.ledgerSettings = LedgerSettings.of(factory.getProperties());
        this.groupSettings = GroupSettings.of(factory.getProperties());
        this.reported = new ReportedEntities(ReportSettings.of(factory.getProperties()));
    }

    boolean isOf(SessionFactory other) {
        return factory == other;
    }

    @Nullable
    String unit() {
        return factory.getName();
    }

    /** The database, as Hibernate recognized it. */
    DatabaseProduct databaseProduct() {
        return DatabaseProduct.of(
                factory.getJdbcServices().getJdbcEnvironment().getDialect().getClass());
    }

    private AbortedTransactions abortedTransactions() {
        AbortedTransactions known = abortedTransactions;
        if (known == null) {
            known = new AbortedTransactions(
                    databaseProduct(), factory.getServiceRegistry().requireService(ClassLoaderService.class));
            abortedTransactions = known;
        }
        return known;
    }

    /** From now on attempts send each statement on its own, because the driver does not say what became of those in batches. */
    void sendNoBatches() {
        noBatches = true;
    }

    private Ledger ledger() {
        Ledger known = ledger;
        if (known == null) {
            known = new Ledger(factory, databaseProduct(), ledgerSettings, Clock.systemUTC());
            ledger = known;
        }
        return known;
    }

    /** Always the same ones, since they know what they have. */
    synchronized ClusterLocks clusterLocks() {
        ClusterLocks known = clusterLocks;
        if (known == null) {
            known = DatabaseLocks.of(factory, databaseProduct(), groupSettings);
            clusterLocks = known;
        }
        return known;
    }

    /** What the calling thread's last failed attempt had read; forgotten by asking. */
    ReadSet takeLastRead() {
        ReadSet read = LAST_READ.get();
        LAST_READ.remove();
        return read == null ? ReadSet.EMPTY : read;
    }

    List<Conflict> staleRows(ReadSet read) {
        return new Recheck(factory).staleRows(read);
    }

    /** Of an instance that came from outside with a version that is older than the row that the attempt had read. */
    Conflict fromOutside(Seen own) {
        return new Recheck(factory).fromOutside(own);
    }

    @Nullable
    Seen unread(@Nullable String entityName, @Nullable Object id) {
        if (entityName == null || id == null) {
            return null;
        }
        EntityPersister persister = factory.getMappingMetamodel().findEntityDescriptor(entityName);
        return persister == null ? null : new Seen(persister, id, null, null);
    }

    /**
     * This, if sessions that it binds can be found. Not checked when the factory is built, because an application that
     * brings its own session context may well have no method that is retried.
     */
    SessionBoundary usable() {
        if (!checked) {
            Object context = factory.getProperties().get(CURRENT_SESSION_CONTEXT_CLASS);
            if (!MANAGED.equals(context)
                    && !ManagedSessionContext.class.getName().equals(context)) {
                throw new IllegalStateException(CURRENT_SESSION_CONTEXT_CLASS + " = " + context + " of SessionFactory "
                        + unit() + " hides the session of an attempt. Remove the setting, or set it to \"" + MANAGED
                        + "\".");
            }
            checked = true;
        }
        return this;
    }

    @Override
    public boolean isActive() {
        return ManagedSessionContext.hasBind(factory) && isActive(factory.getCurrentSession());
    }

    private static boolean isActive(Session session) {
        return session.isOpen() && session.getTransaction().isActive();
    }

    @Override
    public @Nullable Object inTransaction(Body body, RunningAttempt attempt) throws Throwable {
        ledger().require(attempt);
        try {
            return inSession(body, attempt);
        } catch (DuplicateEntryException duplicate) {
            throw ledger().committed(duplicate);
        }
    }

    private @Nullable Object inSession(Body body, RunningAttempt attempt) throws Throwable {
        LAST_READ.remove();
        SessionImplementor session = factory.openSession();
        Session outer = ManagedSessionContext.bind(session);
        AttemptRecord record = AttemptRecord.begin(session, attempt);
        try {
            prepare(session, attempt);
            return commitAfter(body, session, attempt, record);
        } finally {
            record.end();
            bindAgain(outer);
            closeQuietly(session);
        }
    }

    private void prepare(SessionImplementor session, RunningAttempt attempt) {
        if (attempt.number() > 1) {
            session.setCacheRetrieveMode(CacheRetrieveMode.BYPASS);
        }
        if (noBatches) {
            session.setJdbcBatchSize(1);
        }
    }

    private @Nullable Object commitAfter(
            Body body, SessionImplementor session, RunningAttempt attempt, AttemptRecord record) throws Throwable {
        Transaction transaction = session.beginTransaction();
        try {
            CommitPhases phases =
                    CommitPhases.observe(session, attempt, abortedTransactions(), () -> remember(session, record));
            ledger().begin(attempt, session);
            RowLocks.take(attempt, session);
            Object result = body.run();
            ledger().end(attempt, session);
            refuseIfMarkedForRollback(transaction);
            transaction.commit();
            if (!phases.isApplied()) {
                throw new SwallowedConflictException();
            }
            return result;
        } catch (Exception failure) {
            rollback(transaction, failure);
            throw failure;
        } catch (Throwable error) {
            rollback(transaction, error);
            LAST_READ.remove();
            throw error;
        }
    }

    /** What the next attempt, or the look into what failed, needs to know of this one. */
    private void remember(SessionImplementor session, AttemptRecord record) {
        LAST_READ.set(ReadSet.of(session, record, reported));
        record.spendInstances();
    }

    /** Without JPA's compliance setting, committing such a transaction would roll it back without a word. */
    private static void refuseIfMarkedForRollback(Transaction transaction) {
        if (transaction.getStatus() == TransactionStatus.MARKED_ROLLBACK) {
            throw new SwallowedConflictException();
        }
    }

    private static void rollback(Transaction transaction, Throwable failure) {
        try {
            if (transaction.getStatus().canRollback()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private void bindAgain(@Nullable Session outer) {
        if (outer == null) {
            ManagedSessionContext.unbind(factory);
        } else {
            ManagedSessionContext.bind(outer);
        }
    }

    private static void closeQuietly(Session session) {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.warn("A session could not be closed; the outcome of its transaction is not affected", e);
        }
    }

    @Override
    public void flush() {
        factory.getCurrentSession().flush();
    }

    @Override
    public void afterCommit(Runnable action) {
        factory.getCurrentSession().getTransaction().registerSynchronization(new AfterCommitSynchronization(action));
    }

    /** For an action inside a transaction that the application began. */
    private record AfterCommitSynchronization(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                action.run();
            }
        }
    }
}
