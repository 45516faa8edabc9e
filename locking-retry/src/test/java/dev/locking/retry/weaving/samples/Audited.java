package dev.locking.retry.weaving.samples;

import dev.locking.RetryOnConflict;

/** An interface whose default and static methods are woven. */
public interface Audited {

    @RetryOnConflict
    default String audit(String what) {
        return "audited " + what + " at attempt " + Wallets.conflictOnce();
    }

    @RetryOnConflict
    static String auditAll() {
        return "audited all at attempt " + Wallets.conflictOnce();
    }
}
