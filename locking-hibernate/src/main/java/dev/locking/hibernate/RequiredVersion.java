package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import java.math.BigInteger;
import java.util.List;
import org.hibernate.CacheMode;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * The version that a caller expects a row to have.
 *
 * @param actual null if the row is not there
 * @param record of the attempt that goes on if it has, or null
 */
record RequiredVersion(
        EntityPersister persister,
        Object id,
        @Nullable Object actual,
        Object expected,
        @Nullable AttemptRecord record) {

    /** @throws IllegalArgumentException if the expected version is none of the entity's */
    static RequiredVersion of(ReadEntity read, Object expected) {
        read.requireVersioned();
        return new RequiredVersion(
                read.persister(), read.id(), read.version(), version(read.persister(), expected), read.record());
    }

    /** Loads the row, if it is not there yet, from the database: a second-level cache may be behind. */
    static RequiredVersion ofRow(SessionImplementor session, Class<?> entity, Object idOrInstance, Object expected) {
        EntityPersister persister = session.getFactory().getMappingMetamodel().getEntityDescriptor(entity);
        Object id = entity.isInstance(idOrInstance)
                ? requireNonNull(persister.getIdentifier(idOrInstance, session), "the entity's identifier")
                : idOrInstance;
        Object found = find(session, entity, id);
        return found == null
                ? new RequiredVersion(persister, id, null, version(persister, expected), null)
                : of(ReadEntity.of(session, found), expected);
    }

    private static @Nullable Object find(SessionImplementor session, Class<?> entity, Object id) {
        CacheMode before = session.getCacheMode();
        session.setCacheMode(CacheMode.REFRESH);
        try {
            return session.find(entity, id);
        } finally {
            session.setCacheMode(before);
        }
    }

    private static Object version(EntityPersister entity, Object expected) {
        BasicType<?> type = entity.getVersionType();
        JavaType<?> java = type.getJavaTypeDescriptor();
        if (!java.isInstance(expected) && !(expected instanceof CharSequence) && !isInteger(expected)) {
            throw noVersion(entity, expected, java, null);
        }
        try {
            return PlainValues.basic(java, expected);
        } catch (RuntimeException e) {
            throw noVersion(entity, expected, java, e);
        }
    }

    private static boolean isInteger(Object expected) {
        return expected instanceof Long
                || expected instanceof Integer
                || expected instanceof Short
                || expected instanceof Byte
                || expected instanceof BigInteger;
    }

    private static IllegalArgumentException noVersion(
            EntityPersister entity, Object expected, JavaType<?> type, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "\"" + expected + "\" (" + expected.getClass().getName() + ") is no version of "
                        + entity.getImportedName() + ", whose versions are of the type " + type.getTypeName(),
                cause);
    }

    /**
     * Checks it, and has it looked at again before changes are merged.
     *
     * @throws DetectedConflictException if the row has another one
     * @throws IllegalStateException in a transaction that several calls share
     */
    void check() {
        if (record != null && record.attempt().isShared()) {
            throw new IllegalStateException(
                    "A version is required, and other calls of this transaction may have changed "
                            + persister.getImportedName() + " " + id + " already: the call has to run alone");
        }
        if (actual == null || !isEqual(persister, expected, actual)) {
            ConflictKind kind = actual == null ? ConflictKind.GONE : ConflictKind.STALE_VERSION;
            throw new DetectedConflictException(
                    reason(), List.of(new Conflict(kind, persister.getImportedName(), id, expected, actual)));
        }
        if (record != null) {
            record.requires(record.session().generateEntityKey(id, persister), actual);
        }
    }

    private String reason() {
        return persister.getImportedName() + " " + id
                + (actual == null ? " is not there" : " has version " + actual) + ", but the caller expects version "
                + expected + ". It was changed since the caller read it: read it again, and decide anew";
    }

    static boolean isEqual(EntityPersister entity, Object one, @Nullable Object other) {
        return entity.getVersionType().isEqual(one, other);
    }
}
