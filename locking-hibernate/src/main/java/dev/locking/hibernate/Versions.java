package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.hibernate.ReadSet.Seen;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.dialect.lock.OptimisticEntityLockException;
import org.hibernate.engine.spi.SessionImplementor;

/**
 * Checks of versions that a program asks for itself: that of a caller, who has seen a row in an earlier transaction, and
 * that of a row that was read in this one. All methods may be called by any thread that may use the entity.
 *
 * @since 0.1
 */
public final class Versions {

    private Versions() {}

    /**
     * Requires that an entity has the version that a caller expects, such as the one that came with a form or in an
     * {@code If-Match} header. Inside an attempt that was read as the transaction saw it, and not as the application may have
     * written it since; such an attempt is surfaced and not repeated, and its changes are not merged with newer ones
     * ({@link dev.locking.Resolution#REAPPLY}) if the row changes after the check. Whether a row that the transaction does not
     * change is still the same at its commit is not checked; {@code LockModeType.OPTIMISTIC} does.
     *
     * @param entity an entity with a version, managed or not; a proxy is loaded
     * @param expected the expected version, of the version attribute's type, as an integer of another one, or as its text
     * @throws dev.locking.ConflictException if the entity has another version, with both
     *     ({@link dev.locking.ConflictKind#STALE_VERSION})
     * @throws IllegalArgumentException if no open {@code SessionFactory} knows the entity, it has no version, or the expected one
     *     is no version of it
     */
    public static void require(Object entity, Object expected) {
        requireNonNull(entity, "entity");
        requireNonNull(expected, "expected");
        Object instance = Hibernate.unproxy(entity);
        RequiredVersion.of(ReadEntity.of(instance), expected).check();
    }

    /**
     * Requires that a row is still as it was read, as far as its version says: before something that cannot be taken back, such
     * as a call of somebody else's API. Reads the committed version in a short transaction of its own, on another connection,
     * so that neither the persistence context nor a snapshot hides what others have committed; a pool of one connection is
     * not enough. The row may still change after the check, which then fails at the commit if the transaction writes the
     * row.
     *
     * @param entity an entity with a version, managed or not; a proxy is loaded
     * @throws OptimisticLockException if the row has another version, or is gone; in a method that is retried, it is a conflict
     *     like others
     * @throws IllegalArgumentException if no open {@code SessionFactory} knows the entity, or it has no version
     */
    public static void requireCurrent(Object entity) {
        Object instance = Hibernate.unproxy(requireNonNull(entity, "entity"));
        ReadEntity read = ReadEntity.of(instance);
        read.requireVersioned();
        Seen seen = new Seen(read.persister(), read.id(), read.version(), null);
        List<Conflict> stale = read.attempts().staleRows(new ReadSet(List.of(seen)));
        if (!stale.isEmpty()) {
            String message = "It is not current any more: " + stale.get(0);
            throw new OptimisticLockException(message, new OptimisticEntityLockException(instance, message), instance);
        }
    }

    /**
     * As {@link #require(Object, Object)}, of a row that is loaded first, from the database and not from a second-level cache.
     *
     * @param <T> the entity
     * @param entityManager of the transaction
     * @param entity the class of an entity with a version
     * @param id its identifier
     * @param expected the expected version
     * @return the managed instance
     * @throws dev.locking.ConflictException if the row has another version, or is not there ({@link dev.locking.ConflictKind#GONE})
     * @throws IllegalArgumentException as there
     */
    public static <T> T require(EntityManager entityManager, Class<T> entity, Object id, Object expected) {
        SessionImplementor session = entityManager.unwrap(SessionImplementor.class);
        RequiredVersion.ofRow(session, entity, id, requireNonNull(expected, "expected"))
                .check();
        return session.find(entity, id);
    }

    /** Of the row with the identifier that is given, or that an instance has. */
    static void requireRow(SessionImplementor session, Class<?> entity, Object idOrInstance, Object expected) {
        RequiredVersion.ofRow(session, entity, idOrInstance, expected).check();
    }
}
