package dev.locking.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.SQLDelete;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.generator.EventType;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** Mappings that the check at start-up knows something about. */
final class CheckedEntities {

    private CheckedEntities() {}

    @MappedSuperclass
    abstract static class WithId {

        @Id
        long id;

        @Nullable
        String note;
    }

    @MappedSuperclass
    abstract static class WithVersion extends WithId {

        @Version
        @Nullable
        Long version;
    }

    @Entity(name = "Sound")
    static class Sound extends WithVersion {

        @ElementCollection
        Set<String> tags = new HashSet<>();

        @OneToMany(mappedBy = "sound")
        Set<SoundPart> parts = new HashSet<>();
    }

    @Entity(name = "SoundPart")
    static class SoundPart extends WithVersion {

        @ManyToOne
        @Nullable
        Sound sound;
    }

    @Entity(name = "Unversioned")
    static class Unversioned extends WithId {}

    @Entity(name = "UnversionedToo")
    static class UnversionedToo extends WithId {}

    @Entity(name = "UnversionedSpecial")
    static class UnversionedSpecial extends Unversioned {}

    @Entity(name = "NeverChanged")
    @Immutable
    static class NeverChanged extends WithId {}

    @Entity(name = "NothingToChange")
    static class NothingToChange {

        @Id
        long id;

        @Column(updatable = false)
        @Nullable
        String note;

        @OneToMany(mappedBy = "owner")
        Set<Referring> referring = new HashSet<>();
    }

    @Entity(name = "Referring")
    static class Referring extends WithVersion {

        @ManyToOne
        @Nullable
        NothingToChange owner;
    }

    @Entity(name = "ChangingTags")
    @Immutable
    static class ChangingTags extends WithId {

        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    @Entity(name = "CheckedByNobody")
    @OptimisticLocking(type = OptimisticLockType.NONE)
    static class CheckedByNobody extends WithId {}

    @Entity(name = "VersionWinsOverNone")
    @OptimisticLocking(type = OptimisticLockType.NONE)
    static class VersionWinsOverNone extends WithVersion {}

    @Entity(name = "ComparedDirty")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class ComparedDirty extends WithId {}

    @Entity(name = "ComparedAll")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class ComparedAll extends WithId {}

    @Entity(name = "Timed")
    static class Timed extends WithId {

        @Version
        @Nullable
        Instant changed;
    }

    @Entity(name = "NeverRaised")
    static class NeverRaised extends WithId {

        @Version
        @Column(updatable = false)
        @Nullable
        Long version;
    }

    @Entity(name = "RaisedByTheDatabase")
    static class RaisedByTheDatabase extends WithId {

        @Version
        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        @Column(updatable = false, insertable = false)
        @Nullable
        Long version;
    }

    @Entity(name = "SaidToBeNullable")
    static class SaidToBeNullable extends WithId {

        @Version
        @Column(nullable = true)
        @Nullable
        Long version;
    }

    @Entity(name = "UnverifiedUpdate")
    @SQLUpdate(sql = "update UnverifiedUpdate set note = ?, version = ? where id = ? and version = ?")
    static class UnverifiedUpdate extends WithVersion {}

    @Entity(name = "UnverifiedDelete")
    @SQLDelete(sql = "update UnverifiedDelete set note = 'deleted' where id = ? and version = ?")
    static class UnverifiedDelete extends WithVersion {}

    @Entity(name = "Verified")
    @SQLUpdate(
            sql = "update Verified set note = ?, version = ? where id = ? and version = ?",
            verify = Expectation.RowCount.class)
    static class Verified extends WithVersion {}

    @Entity(name = "PartlyExcluded")
    static class PartlyExcluded extends WithVersion {

        @OptimisticLock(excluded = true)
        long views;

        @ElementCollection
        @OptimisticLock(excluded = true)
        Set<String> tags = new HashSet<>();

        @OneToMany(mappedBy = "whole")
        Set<PartOfExcluded> parts = new HashSet<>();
    }

    @Entity(name = "PartOfExcluded")
    static class PartOfExcluded extends WithVersion {

        @ManyToOne
        @Nullable
        PartlyExcluded whole;
    }

    @Entity(name = "Abstract")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class AbstractRoot extends WithVersion {}

    @Entity(name = "Concrete")
    static class Concrete extends AbstractRoot {}
}
