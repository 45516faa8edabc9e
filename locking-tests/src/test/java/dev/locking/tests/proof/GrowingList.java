package dev.locking.tests.proof;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.Arrays;
import java.util.List;

/** A list of numbers to which only is appended, as text in one versioned row. */
@Entity(name = "ProofList")
class GrowingList {

    @Id
    long id;

    @Version
    long version;

    @Column(length = 8_000)
    String elements = "";

    GrowingList() {}

    GrowingList(long id) {
        this.id = id;
    }

    void append(long element) {
        elements = elements.isEmpty() ? Long.toString(element) : elements + "," + element;
    }

    List<Long> asList() {
        return elements.isEmpty()
                ? List.of()
                : Arrays.stream(elements.split(",", -1)).map(Long::valueOf).toList();
    }

    /** A number for its content, for the journal. */
    long value() {
        return elements.hashCode();
    }
}
