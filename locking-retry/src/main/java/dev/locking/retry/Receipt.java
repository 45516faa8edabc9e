package dev.locking.retry;

import dev.locking.IdempotencyKeyReusedException;
import dev.locking.Operation;
import dev.locking.UnknownOutcome;
import dev.locking.spi.AlreadyCommittedException;
import dev.locking.spi.LedgerEntry;
import dev.locking.spi.ResultCodec;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an execution leaves in the ledger, made once before its first attempt. */
final class Receipt {

    private final LedgerEntry entry;
    private final Class<?> resultType;
    private final @Nullable ResultCodec codec;

    private Receipt(LedgerEntry entry, Class<?> resultType, @Nullable ResultCodec codec) {
        this.entry = entry;
        this.resultType = resultType;
        this.codec = codec;
    }

    /** Null if the operation needs none. */
    static @Nullable Receipt of(Operation operation) {
        if (operation.policy().outcome() == UnknownOutcome.SURFACE) {
            return null;
        }
        String execution = UUID.randomUUID().toString();
        LedgerEntry entry = new LedgerEntry(
                StableText.hashOf(execution), operation.name(), StableText.hashOf(operation.name()), execution);
        return new Receipt(entry, void.class, null);
    }

    /**
     * For a call that tells its own key.
     *
     * @throws IllegalArgumentException if the key is null, or the key or an argument has no stable text
     * @throws IllegalStateException if the result cannot be stored
     */
    static Receipt of(Operation operation, IdempotentCall call) {
        if (call.key() == null) {
            throw new IllegalArgumentException(
                    operation.name() + ": the idempotency key is null. Pass one that tells this"
                            + " call from others, and the same one when the call is repeated.");
        }
        LedgerEntry entry = new LedgerEntry(
                hash(operation, List.of(operation.name(), call.key())),
                operation.name(),
                hash(operation, call.arguments()),
                UUID.randomUUID().toString());
        return new Receipt(entry, call.resultType(), ResultCodecs.of(call.resultType(), operation.name()));
    }

    private static String hash(Operation operation, Object values) {
        try {
            return StableText.hashOf(values);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    operation.name() + " has an idempotency key, but it cannot be told whether two calls are the same: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    LedgerEntry entry() {
        return entry;
    }

    /** Null where nobody will ask for it. */
    @Nullable
    String textOf(@Nullable Object result) {
        return codec == null || result == null ? null : codec.write(result);
    }

    boolean isOwn(AlreadyCommittedException found) {
        return found.committed().execution().equals(entry.execution());
    }

    /**
     * The result of another execution with the same key.
     *
     * @throws IdempotencyKeyReusedException if it had other arguments
     */
    @Nullable
    Object resultOf(AlreadyCommittedException other) {
        if (!other.committed().fingerprint().equals(entry.fingerprint())) {
            throw new IdempotencyKeyReusedException(
                    entry.operation()
                            + " was called before with the same idempotency key and other arguments; nothing was"
                            + " done. Use a new key for a new call.",
                    entry.operation());
        }
        String text = other.result();
        return codec == null || text == null ? null : codec.read(text, resultType);
    }
}
