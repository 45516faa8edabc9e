package dev.locking;

/**
 * What becomes of a conflict that another attempt could resolve.
 *
 * @since 0.1
 */
public enum Resolution {

    /** The body runs again, on fresh data. What it does outside of the database happens again too. */
    RE_EXECUTE,

    /**
     * The body does not run again. What it had changed is merged with what others have changed meanwhile, attribute by
     * attribute, and committed on the fresh rows: what only one side changed is taken from that side, and what both did goes
     * by its {@link OnConflict} rule. Without a rule nothing is guessed: the conflict goes to the caller, with both values.
     *
     * <p>What the body decided from what it had read is not decided again. Limits that must hold, such as a balance that is
     * not negative, belong in Bean Validation or a check constraint, which see the merged row.
     *
     * <p>Only what a session knows can be merged. The conflict goes to the caller if the body had not returned yet, caught a
     * conflict, sent statements of its own (HQL, JPQL or native), wrote through other sessions, asked for an optimistic lock,
     * deleted a row, or merged a stale instance from outside. Statements that bypass the session, by
     * JDBC on its connection, are not noticed and would be lost: use {@link #RE_EXECUTE} there. Deadlocks and serialization
     * failures inside the body run the body again, as with every resolution.
     */
    REAPPLY,

    /** The conflict goes to the caller. Deadlocks and serialization failures run the body again nevertheless. */
    SURFACE
}
