package dev.locking.hibernate;

import dev.locking.AttributeChange;
import dev.locking.ChangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.engine.OptimisticLockStyle;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt did to the attributes of a row that it had not inserted itself. Holds no entity.
 *
 * @param attributes of the entity
 * @param base the values as they were read, {@link AttributeValues#ABSENT} where they are not known
 * @param mine the values as the attempt changed them, or null if it deletes the row
 * @param versionFromOutside the version of an instance that was not read by the attempt, but merged; null for any other
 */
record OwnChange(
        EntityAttributes attributes,
        List<@Nullable Object> base,
        @Nullable List<@Nullable Object> mine,
        @Nullable Object versionFromOutside) {

    /** False for an entity that was only read, or whose version alone was raised. */
    boolean changesAnything() {
        return mine == null || !against(null).isEmpty();
    }

    /** Whether a value of the attribute is known, so that the other side's is worth reading. */
    boolean knows(int attribute) {
        return !AttributeValues.isAbsent(base.get(attribute))
                || (mine != null && !AttributeValues.isAbsent(mine.get(attribute)));
    }

    /** Whether the attempt changed the attribute, of those that a merge writes, as far as it is known. */
    boolean isChangedHere(int attribute) {
        Attribute one = attributes.all().get(attribute);
        return mine != null && (one.reported() || attributes.saysWhoOrWhen(attribute)) && changes(attribute);
    }

    /** Whether there is a value of the attempt's, and nobody knows what it was before. */
    boolean isBaseUnknown(int attribute) {
        return mine != null
                && attributes.all().get(attribute).reported()
                && AttributeValues.isAbsent(base.get(attribute))
                && !AttributeValues.isAbsent(mine.get(attribute));
    }

    /**
     * What both sides did, in the order of the mapping.
     *
     * @param theirs the committed values, or null if the row is gone
     */
    List<AttributeChange> against(@Nullable List<@Nullable Object> theirs) {
        List<AttributeChange> changes = new ArrayList<>();
        for (int i = 0; i < attributes.all().size(); i++) {
            ChangeKind kind = kind(i, theirs == null ? AttributeValues.ABSENT : theirs.get(i));
            if (kind != null) {
                changes.add(change(i, kind, theirs));
            }
        }
        return changes;
    }

    private AttributeChange change(int i, ChangeKind kind, @Nullable List<@Nullable Object> theirs) {
        Attribute attribute = attributes.all().get(i);
        return new AttributeChange(
                attribute.path(), kind, known(base, i), known(mine, i), known(theirs, i), attribute.shown());
    }

    private static @Nullable Object known(@Nullable List<@Nullable Object> values, int i) {
        return values == null || AttributeValues.isAbsent(values.get(i)) ? null : values.get(i);
    }

    /** Null if nobody changed the attribute, as far as it is known. */
    private @Nullable ChangeKind kind(int i, @Nullable Object other) {
        Attribute attribute = attributes.all().get(i);
        if (!attribute.reported() || !knows(i)) {
            return null;
        }
        Object before = base.get(i);
        if (mine == null) {
            return differ(attribute, before, other) ? ChangeKind.MINE_DELETED : null;
        }
        Object own = mine.get(i);
        if (AttributeValues.isAbsent(before)) {
            return AttributeValues.isAbsent(other) || differ(attribute, own, other) ? ChangeKind.BASE_UNKNOWN : null;
        }
        boolean changedHere = differ(attribute, before, own);
        if (AttributeValues.isAbsent(other)) {
            return changedHere ? ChangeKind.THEIRS_UNKNOWN : null;
        }
        boolean changedThere = differ(attribute, before, other);
        if (changedHere && changedThere) {
            return attribute.isEqual(own, other) ? ChangeKind.BOTH_ALIKE : ChangeKind.OVERLAPPING;
        }
        return changedHere ? ChangeKind.MINE : changedThere ? ChangeKind.THEIRS : null;
    }

    /** As far as both are known. */
    private static boolean differ(Attribute attribute, @Nullable Object one, @Nullable Object other) {
        return !AttributeValues.isAbsent(one) && !AttributeValues.isAbsent(other) && !attribute.isEqual(one, other);
    }

    /** Whether Hibernate would have found the row stale by the columns that it compares where there is no version. */
    boolean isStale(List<@Nullable Object> theirs, OptimisticLockStyle style) {
        return IntStream.range(0, attributes.all().size())
                .filter(i -> attributes.all().get(i).compared())
                .filter(i -> style.isAll() || changes(i))
                .anyMatch(i -> differ(attributes.all().get(i), base.get(i), theirs.get(i)));
    }

    private boolean changes(int i) {
        return mine == null || differ(attributes.all().get(i), base.get(i), mine.get(i));
    }
}
