package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.hibernate.LostInsert.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CollectionType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * The merge of one row: base and mine from a lost attempt, theirs from the row as it was just read. Decides first, and writes
 * when it is asked to. Used by one thread.
 */
final class RowMerge {

    private final Object fresh;
    private final EntityPersister persister;
    private final OwnChange change;
    private final SessionImplementor session;
    private final Function<Reference, Object> references;

    /** By attribute, what is written; absent where theirs stays. */
    private final List<@Nullable Object> decided = new ArrayList<>();

    private final Set<String> unmerged = new HashSet<>();
    private final List<@Nullable Object> theirs;

    RowMerge(
            Object fresh,
            EntityPersister persister,
            OwnChange change,
            SessionImplementor session,
            Function<Reference, Object> references) {
        this.fresh = fresh;
        this.persister = persister;
        this.change = change;
        this.session = session;
        this.references = references;
        loadWhatIsChanged();
        this.theirs = change.attributes().values(persister.getValues(fresh), session);
        List<Attribute> all = change.attributes().all();
        for (int i = 0; i < all.size(); i++) {
            decided.add(decide(all.get(i), i));
        }
    }

    /** Collections are read when they are used; what this side has not changed is not needed. */
    private void loadWhatIsChanged() {
        List<Attribute> all = change.attributes().all();
        for (int i = 0; i < all.size(); i++) {
            Attribute attribute = all.get(i);
            if (attribute.isCollection()
                    && change.isChangedHere(i)
                    && attribute.path().equals(attribute.property())) {
                Hibernate.initialize(persister.getPropertyValue(fresh, attribute.path()));
            }
        }
    }

    private @Nullable Object decide(Attribute attribute, int i) {
        if (change.isBaseUnknown(i)) {
            unmerged.add(attribute.path());
            return AttributeValues.ABSENT;
        }
        if (!change.isChangedHere(i)) {
            return AttributeValues.ABSENT;
        }
        Object base = change.base().get(i);
        Object mine = requireNonNull(change.mine()).get(i);
        Object other = theirs.get(i);
        if (!isWritable(attribute, mine) || AttributeValues.isAbsent(other)) {
            unmerged.add(attribute.path());
            return AttributeValues.ABSENT;
        }
        if (attribute.isEqual(base, other) || change.attributes().saysWhoOrWhen(i)) {
            return mine;
        }
        return attribute.isEqual(mine, other) && !attribute.ruleOrFail().isForEqualChanges()
                ? AttributeValues.ABSENT
                : merged(attribute, base, mine, other);
    }

    private @Nullable Object merged(
            Attribute attribute, @Nullable Object base, @Nullable Object mine, @Nullable Object other) {
        try {
            return attribute.ruleOrFail().merge(base, mine, other);
        } catch (RuntimeException e) {
            unmerged.add(attribute.path());
            return AttributeValues.ABSENT;
        }
    }

    /** Any-associations, and what would be a collection inside another one, have no value to write here. */
    private boolean isWritable(Attribute attribute, @Nullable Object mine) {
        if (attribute.type() instanceof CollectionType collection) {
            return isWritable(collection.getElementType(session.getFactory()))
                    && !AttributeValues.isAbsent(mine)
                    && attribute.path().equals(attribute.property());
        }
        return isWritable(attribute.type());
    }

    private static boolean isWritable(Type type) {
        if (type instanceof CompositeType embeddable && !type.isAnyType()) {
            return Arrays.stream(embeddable.getSubtypes()).allMatch(RowMerge::isWritable);
        }
        return !type.isAnyType() && !type.isCollectionType();
    }

    boolean isPossible() {
        return unmerged.isEmpty();
    }

    /**
     * What both sides did, where what cannot be merged overlaps.
     *
     * @param base the version that the row had when it was read
     */
    Conflict conflict(Object id, @Nullable Object base) {
        return new Conflict(
                ConflictKind.STALE_UPDATE,
                persister.getImportedName(),
                id,
                base,
                persister.isVersioned() ? persister.getVersion(fresh) : null,
                change.against(theirs).stream().map(this::marked).toList(),
                change.attributes().modification(theirs));
    }

    /** Also what became the same on both sides, if there is no sum of it. */
    private AttributeChange marked(AttributeChange found) {
        return switch (found.kind()) {
            case OVERLAPPING -> unmerged.contains(found.name()) ? found : as(ChangeKind.MINE, found);
            case BOTH_ALIKE -> unmerged.contains(found.name()) ? as(ChangeKind.OVERLAPPING, found) : found;
            default -> found;
        };
    }

    private static AttributeChange as(ChangeKind kind, AttributeChange found) {
        return new AttributeChange(found.name(), kind, found.base(), found.mine(), found.theirs(), found.shown());
    }

    /** Writes what was decided into the entity. */
    void apply() {
        Cursor next = new Cursor();
        Type[] types = persister.getPropertyTypes();
        for (int i = 0; i < types.length; i++) {
            Object current = persister.getValue(fresh, i);
            int before = next.written;
            Object value = value(types[i], current, next);
            if (next.written > before && value != current) {
                persister.setValue(fresh, i, value);
            }
        }
    }

    /** Goes through the attributes in the order of {@link AttributeValues#of}. */
    private static final class Cursor {

        int attribute;
        int written;
    }

    private @Nullable Object value(Type type, @Nullable Object current, Cursor next) {
        if (type instanceof CompositeType embeddable && !type.isAnyType()) {
            return embedded(embeddable, current, next);
        }
        Object value = decided.get(next.attribute++);
        if (AttributeValues.isAbsent(value)) {
            return current;
        }
        next.written++;
        return written(type, value, current);
    }

    private @Nullable Object embedded(CompositeType type, @Nullable Object current, Cursor next) {
        int count = type.getPropertyNames().length;
        @Nullable
        Object[] parts = current == null
                ? new Object[count]
                : type.getPropertyValues(current, session).clone();
        int before = next.written;
        boolean isNothing = true;
        for (int i = 0; i < count; i++) {
            parts[i] = value(type.getSubtypes()[i], parts[i], next);
            isNothing &= parts[i] == null;
        }
        if (next.written == before) {
            return current;
        }
        if (isNothing) {
            return null;
        }
        return instance((ComponentType) type, parts);
    }

    private static Object instance(ComponentType type, @Nullable Object[] parts) {
        EmbeddableMappingType mapping = type.getMappingModelPart().getEmbeddableTypeDescriptor();
        return mapping.getRepresentationStrategy().getInstantiator().instantiate(() -> parts);
    }

    private @Nullable Object written(Type type, @Nullable Object value, @Nullable Object current) {
        if (type instanceof CollectionType collection) {
            return elements(collection, value, current);
        }
        if (value instanceof Map<?, ?> parts && type instanceof ComponentType embeddable) {
            return element(embeddable, parts);
        }
        if (value != null && type instanceof EntityType entity) {
            return references.apply(new Reference(entity.getAssociatedEntityName(), value));
        }
        return value;
    }

    private Object element(ComponentType type, Map<?, ?> values) {
        String[] names = type.getPropertyNames();
        @Nullable Object[] parts = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            parts[i] = written(type.getSubtypes()[i], values.get(names[i]), null);
        }
        return instance(type, parts);
    }

    @SuppressWarnings("unchecked") // elements and entries are of the collection's types
    private @Nullable Object elements(CollectionType type, @Nullable Object value, @Nullable Object current) {
        Type element = type.getElementType(session.getFactory());
        if (value instanceof Map<?, ?> entries) {
            Map<Object, @Nullable Object> target = (Map<Object, @Nullable Object>) requireNonNull(current);
            target.keySet().retainAll(entries.keySet());
            entries.forEach((key, one) -> target.put(key, written(element, one, null)));
            return target;
        }
        List<@Nullable Object> wanted = new ArrayList<>();
        ((Collection<?>) requireNonNull(value)).forEach(one -> wanted.add(written(element, one, null)));
        Collection<@Nullable Object> target = (Collection<@Nullable Object>) requireNonNull(current);
        if (target instanceof List<?>) {
            target.clear();
            target.addAll(wanted);
        } else {
            target.removeIf(one -> !wanted.contains(one));
            target.addAll(wanted);
        }
        return target;
    }
}
