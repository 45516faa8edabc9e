package dev.locking.tests.interleavings;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;

/** A parent with a version that its collection of elements raises. */
@Entity(name = "Club")
class Club {

    @Id
    long id;

    @Version
    long version;

    @ElementCollection
    Set<String> members = new HashSet<>();

    Club() {}

    Club(long id) {
        this.id = id;
    }
}
