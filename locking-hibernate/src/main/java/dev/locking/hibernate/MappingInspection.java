package dev.locking.hibernate;

import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.function.Supplier;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.OptimisticLockStyle;
import org.hibernate.jdbc.Expectation;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.RootClass;
import org.jspecify.annotations.Nullable;

/**
 * Finds mappings whose concurrent changes Hibernate does not see. Looks at the application's own entities only: what
 * Hibernate Envers and its like contribute is theirs.
 *
 * <p>Rows of collection tables are protected by the version of the owner, which every change of the collection raises; no
 * count is looked at when they are written (in a JDBC batch Hibernate 7 even drops it). So an owner needs a version although
 * its own columns never change, and that is the whole check: collections of others ({@code mappedBy}) are written by the
 * other side.
 */
final class MappingInspection {

    /** Of everything that is mapped by annotations or XML. */
    private static final String APPLICATION = "orm";

    private final Metadata metadata;
    private final Findings findings;

    private MappingInspection(Metadata metadata, Findings findings) {
        this.metadata = metadata;
        this.findings = findings;
    }

    static void inspect(Metadata metadata, Findings findings) {
        MappingInspection inspection = new MappingInspection(metadata, findings);
        metadata.getEntityBindings().stream()
                .filter(entity -> APPLICATION.equals(entity.getContributor()))
                .forEach(inspection::inspect);
    }

    private void inspect(PersistentClass entity) {
        if (entity instanceof RootClass root) {
            inspectLocking(root);
        }
        if (entity.isVersioned()
                && (isUnverified(entity.getUpdateExpectation()) || isUnverified(entity.getDeleteExpectation()))) {
            add(Finding.COUNT_NOT_VERIFIED, entity);
        }
        entity.getProperties().stream()
                .filter(property -> !property.isOptimisticLocked() && isWritten(property))
                .forEach(property -> findings.add(Finding.EXCLUDED_ATTRIBUTE, name(entity) + "." + property.getName()));
    }

    /** The kind of locking and the version are the same for all entities of a hierarchy. */
    private void inspectLocking(RootClass root) {
        OptimisticLockStyle style = root.getOptimisticLockStyle();
        if (!isChanged(root)) {
            return;
        }
        if (style.isNone()) {
            add(Finding.CHECK_OFF, root);
        } else if (style.isAllOrDirty()) {
            add(Finding.COLUMNS_COMPARED, root);
        } else if (root.getVersion() == null) {
            add(Finding.NO_VERSION, root);
        } else {
            inspectVersion(root, root.getVersion());
        }
    }

    private void inspectVersion(RootClass root, Property version) {
        if (isTemporal(version.getType().getReturnedClass())) {
            add(Finding.TEMPORAL_VERSION, root);
        }
        boolean raisedByTheDatabase = version.getValueGeneratorCreator() != null;
        if (!version.isUpdatable() && !raisedByTheDatabase) {
            add(Finding.VERSION_NOT_UPDATABLE, root);
        }
        if (version.getColumns().stream().anyMatch(Column::isNullable)) {
            add(Finding.VERSION_NULLABLE, root);
        }
    }

    private static boolean isTemporal(Class<?> type) {
        return Temporal.class.isAssignableFrom(type)
                || Date.class.isAssignableFrom(type)
                || Calendar.class.isAssignableFrom(type);
    }

    private boolean isChanged(RootClass root) {
        boolean hasColumnsToChange = root.isMutable()
                && !root.getTable().isSubselect()
                && root.getSubclassPropertyClosure().stream().anyMatch(Property::isUpdatable);
        return hasColumnsToChange
                || metadata.getCollectionBindings().stream()
                        .anyMatch(collection -> collection.getOwner().getRootClass() == root && isWritten(collection));
    }

    private static boolean isWritten(Property property) {
        return property.getValue() instanceof Collection collection ? isWritten(collection) : property.isUpdatable();
    }

    private static boolean isWritten(Collection collection) {
        return !collection.isInverse() && collection.isMutable();
    }

    private static boolean isUnverified(@Nullable Supplier<? extends Expectation> expectation) {
        return expectation != null && expectation.get() instanceof Expectation.None;
    }

    private void add(Finding finding, PersistentClass entity) {
        findings.add(finding, name(entity));
    }

    private static String name(PersistentClass entity) {
        return entity.getJpaEntityName() == null ? entity.getEntityName() : entity.getJpaEntityName();
    }
}
