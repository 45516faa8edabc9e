package dev.locking.tests.docs;

import dev.locking.ShownInReports;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** What a person has with a bank. */
@Entity
class Account {

    @Id
    long id;

    @Version
    long version;

    // snippet: shown-in-reports
    @ShownInReports // on the field or the getter; on an embedded attribute for all that is in it
    String currency = "";

    String owner = ""; // named, its values hidden
    // end

    long balance;

    boolean closed;

    Account() {}

    Account(long id, String currency, String owner) {
        this.id = id;
        this.currency = currency;
        this.owner = owner;
    }
}
