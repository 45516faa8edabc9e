package dev.locking.spi;

/** How far an attempt has come. Whether a failure may be repeated depends on it, because the exception does not tell. */
public enum Phase {

    /** COMMIT was not sent: whatever fails now can be rolled back for certain. */
    BODY,

    /** COMMIT was sent and not answered: only an answer that means "rolled back" may be repeated. */
    COMMIT_SENT,

    /** The database confirmed the commit: whatever fails now, the change is in and must never be repeated. */
    APPLIED
}
