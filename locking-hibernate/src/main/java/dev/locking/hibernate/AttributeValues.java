package dev.locking.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.hibernate.type.ArrayType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.IdentifierBagType;
import org.hibernate.type.MapType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes values that outlive a session of those in the state of an entity: associations become identifiers, collections lists
 * or maps, embeddables one value for each of their attributes; the rest is copied. Loads and initializes nothing.
 */
final class AttributeValues {

    /** In the place of a value that is not known because it was not loaded. */
    static final Object ABSENT = LazyPropertyInitializer.UNFETCHED_PROPERTY;

    private final SharedSessionContractImplementor session;

    AttributeValues(SharedSessionContractImplementor session) {
        this.session = session;
    }

    /** The elements that a collection had when it was read, in the place of the collection. */
    record Stored(@Nullable Object snapshot) {

        static Object of(PersistentCollection<?> collection) {
            return collection.wasInitialized() ? new Stored(collection.getStoredSnapshot()) : ABSENT;
        }
    }

    /** In the order of {@link EntityAttributes#all()}. */
    List<@Nullable Object> of(Type[] types, @Nullable Object[] state) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            add(values, types[i], state[i]);
        }
        return values;
    }

    private void add(List<@Nullable Object> values, Type type, @Nullable Object value) {
        if (!(type instanceof CompositeType embeddable) || type.isAnyType()) {
            values.add(copy(type, value));
            return;
        }
        @Nullable Object[] parts = isAbsent(value) ? null : embeddable.getPropertyValues(value, session);
        for (int i = 0; i < embeddable.getPropertyNames().length; i++) {
            add(values, embeddable.getSubtypes()[i], parts == null ? ABSENT : parts[i]);
        }
    }

    static boolean isAbsent(@Nullable Object value) {
        return value == ABSENT || value == PropertyAccessStrategyBackRefImpl.UNKNOWN;
    }

    /** Whether collections of a type have no simple snapshot, so that their values are never known. */
    static boolean haveNone(Type type) {
        return type instanceof IdentifierBagType || type instanceof ArrayType;
    }

    private @Nullable Object copy(Type type, @Nullable Object value) {
        if (isAbsent(value)) {
            return ABSENT;
        }
        if (type instanceof CollectionType collection) {
            return elements(collection, value);
        }
        if (value == null) {
            return null;
        }
        if (type.isEntityType() || type.isAnyType()) {
            return identifier(value);
        }
        return type instanceof CompositeType embeddable
                ? byName(embeddable, value)
                : type.deepCopy(value, session.getFactory());
    }

    /** Also of a proxy that is not initialized. */
    @Nullable
    Object identifier(Object entity) {
        Object known = session.getContextEntityIdentifier(entity);
        return known != null ? known : session.getEntityPersister(null, entity).getIdentifier(entity, session);
    }

    private Object byName(CompositeType embeddable, Object value) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        @Nullable Object[] values = embeddable.getPropertyValues(value, session);
        for (int i = 0; i < embeddable.getPropertyNames().length; i++) {
            parts.put(embeddable.getPropertyNames()[i], copy(embeddable.getSubtypes()[i], values[i]));
        }
        return parts;
    }

    /** Null is an empty collection, as it is for the database. What has no simple snapshot is not known. */
    private Object elements(CollectionType type, @Nullable Object collection) {
        boolean isUnread = collection instanceof PersistentCollection<?> persistent && !persistent.wasInitialized();
        if (isUnread || haveNone(type)) {
            return ABSENT;
        }
        Object raw = collection instanceof Stored stored ? stored.snapshot() : collection;
        Type elementType = type.getElementType(session.getFactory());
        if (type instanceof MapType) {
            return entries(elementType, raw == null ? Map.of() : (Map<?, ?>) raw);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        Collection<?> all = raw == null ? List.of() : raw instanceof Map<?, ?> set ? set.keySet() : (Collection<?>) raw;
        all.forEach(element -> elements.add(copy(elementType, element)));
        return elements;
    }

    private Object entries(Type elementType, Map<?, ?> map) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        map.forEach((key, element) -> entries.put(key, copy(elementType, element)));
        return entries;
    }
}
