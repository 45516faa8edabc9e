package dev.locking.tests.interleavings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** A child with a foreign key and a unique key. */
@Entity(name = "Badge")
class Badge {

    @Id
    long id;

    @Version
    long version;

    @Column(unique = true)
    @Nullable
    String code;

    int holders = 1;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Club club;

    Badge() {}

    Badge(long id, String code, @Nullable Club club) {
        this.id = id;
        this.code = code;
        this.club = club;
    }
}
