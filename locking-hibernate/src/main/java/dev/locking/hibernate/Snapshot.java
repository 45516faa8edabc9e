package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import jakarta.persistence.EntityManager;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * What an entity was when somebody read it, kept while the entity is edited outside of any transaction: in a dialog, a form, or
 * a client. Later, {@link #rebase} brings the edits onto the row as it is then, attribute by attribute, by the rules of
 * {@link dev.locking.OnConflict}:
 *
 * <pre>{@code
 * Snapshot base = Snapshot.of(product);       // directly after reading it
 * ...                                         // the product, detached, is edited
 * @RetryOnConflict
 * Product save(Product edited, Snapshot base) {
 *     return base.rebase(edited, entityManager);
 * }
 * }</pre>
 *
 * <p>A snapshot travels as the {@linkplain #toMap() map} that it is, through JSON, or serialized. Whoever carries it can change it, and so decide
 * what the edits seem to be; sign it, or keep it on the server, where that matters. Immutable.
 *
 * @since 0.1
 */
public final class Snapshot implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String entity;
    private final String id;

    @SuppressWarnings("serial") // a text or a number
    private final @Nullable Object version;

    @SuppressWarnings("serial") // texts, numbers, booleans, lists and maps of these
    private final Map<String, @Nullable Object> attributes;

    @SuppressWarnings("serial") // of the JDK
    private final List<String> unread;

    private Snapshot(
            String entity,
            String id,
            @Nullable Object version,
            Map<String, @Nullable Object> attributes,
            List<String> unread) {
        this.entity = entity;
        this.id = id;
        this.version = version;
        this.attributes = Collections.unmodifiableMap(attributes);
        this.unread = List.copyOf(unread);
    }

    /**
     * Takes one. Loads nothing: what has not been read is not known, and edits of it will be a conflict.
     *
     * @param entity as it was read, before it is edited; a proxy is loaded
     * @param attributes the names of those that may be edited; all if none is given. Edits of others will be ignored.
     * @return a snapshot
     * @throws IllegalArgumentException if no open {@code SessionFactory} knows the entity, it has no such attribute, or one
     *     that is named, or any if none is, has values without a text form
     */
    public static Snapshot of(Object entity, String... attributes) {
        Object instance = Hibernate.unproxy(requireNonNull(entity, "entity"));
        ReadEntity read = ReadEntity.of(instance);
        return read.attempts()
                .inDetachedSession(session -> new Taking(read, session, List.of(attributes)).of(instance));
    }

    /** Reads the attributes of one entity. */
    private static final class Taking {

        private final ReadEntity read;
        private final SessionImplementor session;
        private final List<String> chosen;
        private final EntityAttributes known;
        private final PlainValues plainValues;
        private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        private final List<String> unread = new ArrayList<>();

        Taking(ReadEntity read, SessionImplementor session, List<String> chosen) {
            this.read = read;
            this.session = session;
            this.chosen = chosen;
            this.known = read.attempts().reported().attributes(read.persister());
            this.plainValues = new PlainValues(session.getFactory());
        }

        Snapshot of(Object instance) {
            chosen.forEach(this::requireAttribute);
            List<@Nullable Object> values = known.values(read.persister().getValues(instance), session);
            for (int i = 0; i < values.size(); i++) {
                Attribute attribute = known.all().get(i);
                if (attribute.reported() && isChosen(attribute)) {
                    add(attribute, values.get(i));
                }
            }
            EntityPersister entity = read.persister();
            return new Snapshot(
                    entity.getImportedName(),
                    text(entity, read.id()),
                    read.version() == null ? null : plainValues.plain(entity.getVersionType(), read.version()),
                    attributes,
                    unread);
        }

        private boolean isChosen(Attribute attribute) {
            return chosen.isEmpty() || chosen.contains(attribute.path()) || chosen.contains(attribute.property());
        }

        private void requireAttribute(String name) {
            boolean isKnown = known.all().stream()
                    .filter(Attribute::reported)
                    .anyMatch(attribute -> name.equals(attribute.path()) || name.equals(attribute.property()));
            if (!isKnown) {
                throw new IllegalArgumentException(read.persister().getImportedName() + " has no attribute \"" + name
                        + "\" that could be edited. There are "
                        + known.all().stream()
                                .filter(Attribute::reported)
                                .map(Attribute::path)
                                .toList());
            }
        }

        private void add(Attribute attribute, @Nullable Object value) {
            if (AttributeValues.isAbsent(value)) {
                unread.add(attribute.path());
                return;
            }
            try {
                attributes.put(attribute.path(), plainValues.plain(attribute.type(), value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "No snapshot of " + read.persister().getImportedName() + "." + attribute.path()
                                + " can be taken: " + e.getMessage()
                                + ". Name the attributes that may be edited: Snapshot.of(entity, \"name\")",
                        e);
            }
        }
    }

    private static String text(EntityPersister entity, Object id) {
        return entity.getIdentifierType().toLoggableString(id, entity.getFactory());
    }

    /**
     * The snapshot as JSON can carry it.
     *
     * @return {@code entity}, {@code id} and {@code version}, {@code attributes} by name, and the names of those that were
     *     {@code unread}; values are texts, numbers, booleans, lists, and maps with texts as keys
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("entity", entity);
        map.put("id", id);
        map.put("version", version);
        map.put("attributes", attributes);
        map.put("unread", unread);
        return map;
    }

    /**
     * What {@link #toMap} has returned, after a journey. Attributes that are not there any more will not be rebased.
     *
     * @param map as it was, but for the types of numbers
     * @return a snapshot
     * @throws IllegalArgumentException if it is none
     */
    public static Snapshot from(Map<String, ?> map) {
        if (map.get("entity") instanceof String entity
                && map.get("id") instanceof String id
                && map.get("attributes") instanceof Map<?, ?> attributes
                && map.get("unread") instanceof Collection<?> unread) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            attributes.forEach((name, value) -> named.put(String.valueOf(name), value));
            List<String> names = unread.stream().map(String::valueOf).toList();
            return new Snapshot(entity, id, map.get("version"), named, names);
        }
        throw new IllegalArgumentException(
                "This is no snapshot as toMap() returns it: it needs the texts \"entity\" and"
                        + " \"id\", a map \"attributes\" and a list \"unread\", but there is " + map.keySet());
    }

    /**
     * The version that the entity had.
     *
     * @return as {@link Versions#require} takes it; null if the entity has none
     */
    public @Nullable Object version() {
        return version;
    }

    /**
     * Brings what was edited since the snapshot onto the row as it is now: attributes that were not edited keep the value of the
     * row, those that only the edit changed get its value, and where both changed, the attribute's rule decides. Associations go
     * by identity; changes of other entities that the edited one refers to are not brought along, and neither are attributes that
     * are not in the snapshot. Callbacks and validation see the merged row when it is flushed.
     *
     * @param <T> the entity
     * @param edited a detached instance of the same row; it stays detached
     * @param entityManager of the transaction that is to commit it
     * @return the managed instance
     * @throws dev.locking.ConflictException if both sides changed an attribute that has no rule for it, or the row is gone; nothing
     *     has been changed then. In a method that is retried, it goes to the caller at once, since another run would meet it
     *     again.
     * @throws IllegalArgumentException if the instance is of another row, managed, or refers to an entity that was never saved
     */
    public <T> T rebase(T edited, EntityManager entityManager) {
        SessionImplementor session = entityManager.unwrap(SessionImplementor.class);
        Object instance = Hibernate.unproxy(requireNonNull(edited, "edited"));
        EntityPersister persister = session.getEntityPersister(null, instance);
        Object key =
                requireNonNull(persister.getIdentifier(instance, session), "the identifier of the edited instance");
        if (!persister.getImportedName().equals(entity) || !text(persister, key).equals(id)) {
            throw new IllegalArgumentException("This is a snapshot of " + entity + " " + id + ", and not of "
                    + persister.getImportedName() + " " + key);
        }
        if (session.contains(instance)) {
            throw new IllegalArgumentException("The edited " + entity + " " + id
                    + " is managed: Hibernate writes its changes over whatever is there. Detach it, or edit it outside of"
                    + " the transaction");
        }
        Object fresh = rebase(instance, persister, key, session);
        @SuppressWarnings("unchecked") // the row of an instance is of its class
        T managed = (T) fresh;
        return managed;
    }

    private Object rebase(Object instance, EntityPersister persister, Object key, SessionImplementor session) {
        OwnChange change = changeOf(instance, persister, session);
        Object fresh = session.find(persister.getEntityName(), key);
        if (fresh == null) {
            throw conflict(new Conflict(ConflictKind.GONE, entity, key, typedVersion(persister), null));
        }
        RowMerge merge = new RowMerge(
                fresh,
                persister,
                change,
                session,
                reference -> session.getReference(reference.entityName(), reference.id()));
        if (!merge.isPossible()) {
            throw conflict(merge.conflict(key, typedVersion(persister)));
        }
        merge.apply();
        return fresh;
    }

    private DetectedConflictException conflict(Conflict conflict) {
        return new DetectedConflictException(
                "What was edited of " + entity + " " + id + " cannot be brought onto the row as it is now: " + conflict,
                List.of(conflict));
    }

    private @Nullable Object typedVersion(EntityPersister persister) {
        return version == null || !persister.isVersioned()
                ? null
                : new PlainValues(persister.getFactory()).value(persister.getVersionType(), version);
    }

    /** What is not in the snapshot was not edited, unless it could not be read then. */
    private OwnChange changeOf(Object instance, EntityPersister persister, SessionImplementor session) {
        requireSaved(instance, persister, session);
        EntityAttributes known =
                SessionAttempts.of(session.getFactory()).reported().attributes(persister);
        List<@Nullable Object> mine = known.values(persister.getValues(instance), session);
        List<@Nullable Object> base = new ArrayList<>(known.absent());
        for (int i = 0; i < mine.size(); i++) {
            Attribute attribute = known.all().get(i);
            if (attributes.containsKey(attribute.path())) {
                base.set(i, base(attribute, session));
            } else if (!unread.contains(attribute.path())) {
                mine.set(i, AttributeValues.ABSENT);
            }
        }
        return new OwnChange(known, base, mine, null);
    }

    private @Nullable Object base(Attribute attribute, SessionImplementor session) {
        Object plain = attributes.get(attribute.path());
        try {
            return new PlainValues(session.getFactory()).value(attribute.type(), plain);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The snapshot's value of " + entity + "." + attribute.path() + " is none of its type: " + plain, e);
        }
    }

    private static void requireSaved(Object instance, EntityPersister persister, SessionImplementor session) {
        Type[] types = persister.getPropertyTypes();
        for (int i = 0; i < types.length; i++) {
            Object value = persister.getValue(instance, i);
            boolean isSaved = types[i] instanceof CollectionType collection
                    ? !collection.getElementType(session.getFactory()).isEntityType()
                            || !Hibernate.isInitialized(value)
                            || !(value instanceof Collection<?> elements)
                            || elements.stream().allMatch(element -> isSaved(element, session))
                    : !types[i].isEntityType() || isSaved(value, session);
            if (!isSaved) {
                throw new IllegalArgumentException("The edited " + persister.getImportedName() + "."
                        + persister.getPropertyNames()[i] + " refers to an entity that was never saved. Save it first");
            }
        }
    }

    private static boolean isSaved(@Nullable Object entity, SessionImplementor session) {
        return entity == null || new AttributeValues(session).identifier(entity) != null;
    }

    @Override
    public String toString() {
        return "Snapshot of " + entity + " " + id + " (version " + version + ", " + attributes.keySet() + ")";
    }
}
