package dev.locking.retry.weaving.samples;

import dev.locking.RetryOnConflict;

/** A supertype with methods that a subclass inherits or overrides. */
public class Accounts {

    @RetryOnConflict
    public String inheritedAndRetried() {
        return "above " + Wallets.conflictOnce();
    }

    protected String inherited(String amount) {
        return "super " + amount;
    }

    @RetryOnConflict
    protected String overriddenAndAnnotated() {
        return "above";
    }

    @RetryOnConflict
    protected String overridden() {
        return "above";
    }
}
