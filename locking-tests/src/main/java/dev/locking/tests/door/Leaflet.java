package dev.locking.tests.door;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** What callers of {@link Door#callExpecting} have seen a version of. */
@Entity(name = "Leaflet")
public class Leaflet {

    @Id
    public long id;

    @Version
    public long version;

    public String text = "";

    Leaflet() {}

    /** A new one. */
    public Leaflet(long id) {
        this.id = id;
    }
}
