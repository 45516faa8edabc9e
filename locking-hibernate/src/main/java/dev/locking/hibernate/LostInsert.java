package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.spi.NotReapplicableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.metamodel.spi.EntityInstantiator;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.MapType;
import org.hibernate.type.SetType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An entity that a lost attempt had inserted, taken apart while its session was open: what it refers to is known by key, so
 * that copies of it can be made for other sessions.
 */
final class LostInsert {

    private final EntityPersister persister;
    private final Object id;
    private final @Nullable Object[] state;

    private LostInsert(EntityPersister persister, Object id, @Nullable Object[] state) {
        this.persister = persister;
        this.id = id;
        this.state = state;
    }

    /** Another entity, in the place of an association. */
    record Reference(String entityName, Object id) {}

    /** An embeddable, in parts. */
    private record Parts(Object embeddable, List<@Nullable Object> values) {}

    private record Elements(List<@Nullable Object> values) {}

    private record Entries(Map<Object, @Nullable Object> values) {}

    /** @throws NotReapplicableException if something in it cannot be taken apart */
    static LostInsert of(Object entity, EntityPersister persister, Object id, SessionImplementor session) {
        @Nullable Object[] state = persister.getValues(entity).clone();
        Type[] types = persister.getPropertyTypes();
        for (int i = 0; i < state.length; i++) {
            state[i] = takenApart(types[i], state[i], session);
        }
        return new LostInsert(persister, id, state);
    }

    private static @Nullable Object takenApart(Type type, @Nullable Object value, SessionImplementor session) {
        if (value == null || AttributeValues.isAbsent(value)) {
            return null;
        }
        if (type.isAnyType()) {
            throw new NotReapplicableException("it inserted an entity with an @Any association");
        }
        if (type.isEntityType()) {
            return reference(value, session);
        }
        if (type instanceof CompositeType embeddable) {
            @Nullable
            Object[] parts = embeddable.getPropertyValues(value, session).clone();
            for (int i = 0; i < parts.length; i++) {
                parts[i] = takenApart(embeddable.getSubtypes()[i], parts[i], session);
            }
            Object copy = requireNonNull(type.deepCopy(value, session.getFactory()));
            return new Parts(copy, new ArrayList<>(Arrays.asList(parts)));
        }
        return type instanceof CollectionType collection
                ? elements(collection, value, session)
                : type.deepCopy(value, session.getFactory());
    }

    static Reference reference(Object entity, SessionImplementor session) {
        String entityName = session.bestGuessEntityName(entity);
        Object id = session.getContextEntityIdentifier(entity);
        if (id == null) {
            id = session.getEntityPersister(entityName, entity).getIdentifier(entity, session);
        }
        if (id == null) {
            throw new NotReapplicableException("it refers to an entity that has no identifier yet");
        }
        return new Reference(entityName, id);
    }

    private static @Nullable Object elements(CollectionType type, Object value, SessionImplementor session) {
        if (type.isInverse(session.getFactory())) {
            return null;
        }
        Type element = type.getElementType(session.getFactory());
        if (type instanceof MapType) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, one) -> entries.put(key, takenApart(element, one, session)));
            return new Entries(entries);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        ((Collection<?>) value).forEach(one -> elements.add(takenApart(element, one, session)));
        return new Elements(elements);
    }

    EntityPersister persister() {
        return persister;
    }

    Object id() {
        return id;
    }

    /** Without anything in it, and without an identifier that is generated. */
    Object instance(SessionImplementor session) {
        EntityInstantiator instantiator = persister.getRepresentationStrategy().getInstantiator();
        Object copy = instantiator.instantiate();
        Generator generator = persister.getGenerator();
        if (generator == null || !generator.generatesOnInsert()) {
            persister.setIdentifier(copy, id, session);
        }
        return copy;
    }

    /** @param references finds the entities that it refers to */
    void fill(Object copy, Function<Reference, Object> references, SessionImplementor session) {
        for (int i = 0; i < state.length; i++) {
            boolean isVersion = i == persister.getVersionPropertyIndex();
            if (!isVersion && state[i] != null) {
                persister.setValue(
                        copy, i, putTogether(persister.getPropertyTypes()[i], state[i], references, session));
            }
        }
    }

    private static @Nullable Object putTogether(
            Type type, @Nullable Object value, Function<Reference, Object> references, SessionImplementor session) {
        if (value instanceof Reference reference) {
            return references.apply(reference);
        }
        if (value instanceof Parts parts && type instanceof CompositeType embeddable) {
            @Nullable Object[] values = parts.values().toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = putTogether(embeddable.getSubtypes()[i], values[i], references, session);
            }
            Object copy = requireNonNull(type.deepCopy(parts.embeddable(), session.getFactory()));
            return embeddable.replacePropertyValues(copy, values, session);
        }
        if (value instanceof Elements elements && type instanceof CollectionType collection) {
            Type element = collection.getElementType(session.getFactory());
            Collection<@Nullable Object> copies = type instanceof SetType
                    ? new LinkedHashSet<>()
                    : new ArrayList<>(elements.values().size());
            elements.values().forEach(one -> copies.add(putTogether(element, one, references, session)));
            return copies;
        }
        if (value instanceof Entries entries && type instanceof CollectionType collection) {
            Type element = collection.getElementType(session.getFactory());
            Map<Object, @Nullable Object> copies = new LinkedHashMap<>();
            entries.values().forEach((key, one) -> copies.put(key, putTogether(element, one, references, session)));
            return copies;
        }
        return value == null ? null : type.deepCopy(value, session.getFactory());
    }
}
