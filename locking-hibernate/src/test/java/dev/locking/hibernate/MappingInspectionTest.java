package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.hibernate.CheckedEntities.ChangingTags;
import dev.locking.hibernate.CheckedEntities.CheckedByNobody;
import dev.locking.hibernate.CheckedEntities.ComparedAll;
import dev.locking.hibernate.CheckedEntities.ComparedDirty;
import dev.locking.hibernate.CheckedEntities.NeverChanged;
import dev.locking.hibernate.CheckedEntities.NeverRaised;
import dev.locking.hibernate.CheckedEntities.NothingToChange;
import dev.locking.hibernate.CheckedEntities.PartOfExcluded;
import dev.locking.hibernate.CheckedEntities.PartlyExcluded;
import dev.locking.hibernate.CheckedEntities.RaisedByTheDatabase;
import dev.locking.hibernate.CheckedEntities.Referring;
import dev.locking.hibernate.CheckedEntities.SaidToBeNullable;
import dev.locking.hibernate.CheckedEntities.Sound;
import dev.locking.hibernate.CheckedEntities.SoundPart;
import dev.locking.hibernate.CheckedEntities.Timed;
import dev.locking.hibernate.CheckedEntities.UnverifiedDelete;
import dev.locking.hibernate.CheckedEntities.UnverifiedUpdate;
import dev.locking.hibernate.CheckedEntities.Unversioned;
import dev.locking.hibernate.CheckedEntities.UnversionedSpecial;
import dev.locking.hibernate.CheckedEntities.UnversionedToo;
import dev.locking.hibernate.CheckedEntities.Verified;
import dev.locking.hibernate.CheckedEntities.VersionWinsOverNone;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.junit.jupiter.api.Test;

class MappingInspectionTest {

    @Test
    void findsNothingWhereAVersionProtectsAllThatChanges() {
        Findings found = inspect(
                Sound.class, SoundPart.class, VersionWinsOverNone.class, RaisedByTheDatabase.class, Verified.class);

        assertThat(found.all()).isEmpty();
    }

    @Test
    void findsUnversionedHierarchiesByTheNameOfTheirRoots() {
        Findings found = inspect(
                Unversioned.class, UnversionedSpecial.class, UnversionedToo.class, Sound.class, SoundPart.class);

        assertThat(found.all()).containsExactly(Finding.NO_VERSION);
        assertThat(found.message(Finding.NO_VERSION))
                .startsWith("Unversioned, UnversionedToo: no @Version.")
                .contains("overwrites")
                .contains("Add a @Version attribute")
                .contains("@Immutable");
    }

    @Test
    void whatIsNeverChangedNeedsNoVersion() {
        assertThat(inspect(NeverChanged.class, NothingToChange.class, Referring.class)
                        .all())
                .isEmpty();
    }

    @Test
    void theOwnerOfACollectionTableNeedsAVersionThoughItsColumnsNeverChange() {
        assertThat(inspect(ChangingTags.class).message(Finding.NO_VERSION)).startsWith("ChangingTags:");
    }

    @Test
    void findsOtherKindsOfLocking() {
        Findings found = inspect(CheckedByNobody.class, ComparedDirty.class, ComparedAll.class);

        assertThat(found.all()).containsExactly(Finding.CHECK_OFF, Finding.COLUMNS_COMPARED);
        assertThat(found.message(Finding.CHECK_OFF)).startsWith("CheckedByNobody: @OptimisticLocking(type = NONE)");
        assertThat(found.message(Finding.COLUMNS_COMPARED))
                .startsWith("ComparedAll, ComparedDirty: @OptimisticLocking");
    }

    @Test
    void findsVersionsThatDoNotTellTwoChangesApart() {
        Findings found = inspect(Timed.class, NeverRaised.class);

        assertThat(found.all()).containsExactly(Finding.TEMPORAL_VERSION, Finding.VERSION_NOT_UPDATABLE);
        assertThat(found.message(Finding.TEMPORAL_VERSION)).startsWith("Timed: the @Version is a time.");
        assertThat(found.message(Finding.VERSION_NOT_UPDATABLE)).startsWith("NeverRaised: the column of the @Version");
    }

    @Test
    void hibernateDeclaresTheVersionNotNullWhateverItsColumnSays() {
        assertThat(inspect(SaidToBeNullable.class).all()).isEmpty();
    }

    @Test
    void findsVersionsThatAreMappedAsNullable() {
        Metadata metadata = metadata(SaidToBeNullable.class);
        metadata.getEntityBindings()
                .forEach(entity -> entity.getVersion().getColumns().get(0).setNullable(true));

        assertThat(inspect(metadata).message(Finding.VERSION_NULLABLE)).startsWith("SaidToBeNullable: ");
    }

    @Test
    void findsStatementsOfTheApplicationWhoseRowCountNobodyLooksAt() {
        Findings found = inspect(UnverifiedUpdate.class, UnverifiedDelete.class, Verified.class);

        assertThat(found.all()).containsExactly(Finding.COUNT_NOT_VERIFIED);
        assertThat(found.message(Finding.COUNT_NOT_VERIFIED))
                .startsWith("UnverifiedDelete, UnverifiedUpdate: ")
                .contains("Expectation.RowCount.class");
    }

    @Test
    void notesWhatTheApplicationHasExcluded() {
        Findings found = inspect(PartlyExcluded.class, PartOfExcluded.class);

        assertThat(found.any(Finding::isError)).isFalse();
        assertThat(found.message(Finding.EXCLUDED_ATTRIBUTE))
                .startsWith("PartlyExcluded.tags, PartlyExcluded.views: @OptimisticLock(excluded = true)");
    }

    private static Findings inspect(Class<?>... entities) {
        return inspect(metadata(entities));
    }

    private static Findings inspect(Metadata metadata) {
        Findings findings = new Findings();
        MappingInspection.inspect(metadata, findings);
        return findings;
    }

    private static Metadata metadata(Class<?>... entities) {
        try (StandardServiceRegistry registry = new StandardServiceRegistryBuilder()
                .applySetting("hibernate.connection.url", "jdbc:h2:mem:mapping")
                .build()) {
            return new MetadataSources(registry).addAnnotatedClasses(entities).buildMetadata();
        }
    }
}
