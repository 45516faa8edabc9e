package dev.locking.spi;

/**
 * The row that an attempt inserts into the ledger before anything else, so that there is never more than one committed
 * attempt per key.
 *
 * @param key 64 hexadecimal digits, the same for all attempts of an execution, and for all calls with the same
 *     {@link dev.locking.IdempotencyKey}
 * @param operation the operation's name
 * @param fingerprint 64 hexadecimal digits that differ if the arguments do
 * @param execution 36 characters that are the same for the attempts of one execution, and for no other
 */
public record LedgerEntry(String key, String operation, String fingerprint, String execution) {}
