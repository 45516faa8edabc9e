package dev.locking.tests.proof;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The row of an {@link Effect}. */
@Entity(name = "ProofLine")
class JournalLine {

    @Id
    long id;

    long token;
    long run;
    long changed;
    long version;
    long valueBefore;
    long valueAfter;

    JournalLine() {}

    JournalLine(long id, Effect effect) {
        this.id = id;
        this.token = effect.token();
        this.run = effect.run();
        this.changed = effect.row();
        this.version = effect.version();
        this.valueBefore = effect.before();
        this.valueAfter = effect.after();
    }

    Effect effect() {
        return new Effect(token, run, changed, version, valueBefore, valueAfter);
    }
}
