package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.hibernate.ReadSet.Seen;
import dev.locking.spi.Body;
import dev.locking.spi.ClusterLocks;
import dev.locking.spi.NotReapplicableException;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a {@code SessionFactory}, whoever begins and ends their transactions. A boundary runs each in a
 * {@link #run frame}, and hands it the session of the transaction that it has just begun; what an attempt promises
 * besides (phases of the commit, ledger, row locks, what was read and written) is kept here, once. Thread-safe.
 */
public final class SessionAttempts {

    private static final ThreadLocal<@Nullable ReadSet> LAST_READ = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable LostChanges> LAST_CHANGES = new ThreadLocal<>();

    private final SessionFactoryImplementor factory;
    private final LedgerSettings ledgerSettings;
    private final GroupSettings groupSettings;
    private final ReportedEntities reported;
    private volatile @Nullable AbortedTransactions abortedTransactions;
    private volatile @Nullable Ledger ledger;
    private @Nullable ClusterLocks clusterLocks;
    private volatile boolean noBatches;

    /** @throws IllegalStateException if a setting of the ledger or of groups makes no sense */
    SessionAttempts(SessionFactoryImplementor factory) {
        this.factory = factory;
        this.ledgerSettings = LedgerSettings.of(factory.getProperties());
        this.groupSettings = GroupSettings.of(factory.getProperties());
        this.reported = new ReportedEntities(ReportSettings.of(factory.getProperties()));
    }

    /**
     * Those of a factory that is open.
     *
     * @param factory the factory
     * @return always the same instance
     * @throws java.util.NoSuchElementException if the factory is closed
     */
    public static SessionAttempts of(SessionFactory factory) {
        return SessionFactories.of(factory.unwrap(SessionFactoryImplementor.class))
                .attempts();
    }

    /** Begins a transaction in a session, runs the body inside it, and ends both. */
    @FunctionalInterface
    public interface Frame {

        /**
         * Runs the attempt once.
         *
         * @param attempt is handed the session of the transaction
         * @return what the body returned
         * @throws Throwable what the body or the commit threw
         */
        @Nullable
        Object run(SessionAttempt attempt) throws Throwable;
    }

    /**
     * Runs one attempt.
     *
     * @param attempt as the engine sees it
     * @param frame is run once
     * @return what the frame returns
     * @throws dev.locking.spi.AlreadyCommittedException if the ledger has the attempt's key
     * @throws Throwable what the frame throws
     */
    public @Nullable Object run(RunningAttempt attempt, Frame frame) throws Throwable {
        ledger().require(attempt);
        try {
            return inFrame(frame, new SessionAttempt(attempt, this));
        } catch (DuplicateEntryException duplicate) {
            throw ledger().committed(duplicate);
        }
    }

    private static @Nullable Object inFrame(Frame frame, SessionAttempt attempt) throws Throwable {
        LAST_READ.remove();
        LAST_CHANGES.remove();
        try {
            return frame.run(attempt);
        } catch (Exception failure) {
            throw failure;
        } catch (Throwable error) {
            LAST_READ.remove();
            throw error;
        } finally {
            attempt.end();
        }
    }

    /** The database, as Hibernate recognized it. */
    DatabaseProduct databaseProduct() {
        return DatabaseProduct.of(
                factory.getJdbcServices().getJdbcEnvironment().getDialect().getClass());
    }

    AbortedTransactions abortedTransactions() {
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

    boolean areWithoutBatches() {
        return noBatches;
    }

    Ledger ledger() {
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

    /** Looks at entities that belong to no session, in one that never connects. */
    <T> T inDetachedSession(Function<SessionImplementor, T> look) {
        try (SessionImplementor session = factory.openSession().unwrap(SessionImplementor.class)) {
            return look.apply(session);
        }
    }

    ReportedEntities reported() {
        return reported;
    }

    /** Keeps what the calling thread's attempt had read, for whoever looks into its failure. */
    static void remember(ReadSet read) {
        LAST_READ.set(read);
    }

    /** What the calling thread's last failed attempt had read; forgotten by asking. */
    ReadSet takeLastRead() {
        ReadSet read = LAST_READ.get();
        LAST_READ.remove();
        return read == null ? ReadSet.EMPTY : read;
    }

    /** Keeps what the calling thread's attempt had changed, for whoever reapplies it. */
    static void remember(LostChanges changes) {
        LAST_CHANGES.set(changes);
    }

    /**
     * As {@link TransactionBoundary#reapply}.
     *
     * @param returned what the body had returned
     * @return the body of a later attempt
     * @throws NotReapplicableException if the changes are not all known
     */
    public Body reapply(@Nullable Object returned) {
        LostChanges changes = LAST_CHANGES.get();
        LAST_CHANGES.remove();
        if (changes == null) {
            throw new NotReapplicableException("what it had changed is not known");
        }
        if (changes.obstacle() != null) {
            throw new NotReapplicableException(changes.obstacle());
        }
        return new Reapplication(changes, returned);
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
}
