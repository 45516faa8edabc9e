package dev.locking.examples.notes;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Has no version, so nobody notices when it is overwritten. */
@Entity
public class Note {

    @Id
    public long id;

    public String text = "";
}
