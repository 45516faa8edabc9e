package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter, of a {@link RetryOnConflict} method, that tells a repeated call from a new one; mostly chosen by the
 * client, and sent again when the client did not hear the answer.
 *
 * <p>A second call of the same operation with the same key and the same other arguments does not run the method: it
 * returns what the first one returned, as stored in the ledger in the transaction of the first (see
 * {@link UnknownOutcome#VERIFY}, which the key implies). With other arguments it is refused by an
 * {@link IdempotencyKeyReusedException}. A call that failed leaves nothing behind, and the next one with its key runs. A
 * call that comes while the first one runs waits for it. Keys are remembered for as long as the ledger keeps its rows (7
 * days, unless set otherwise), at least.
 *
 * <p>The method begins its own transaction: called inside one that is active it is refused, since nobody knows yet whether
 * that one will commit.
 *
 * <p>The key and the arguments need a stable text form: primitives and their wrappers, {@link String}, enums,
 * {@link java.math.BigDecimal}, {@link java.math.BigInteger}, {@link java.util.UUID}, {@code java.time} types, and
 * records, arrays, collections, maps and {@link java.util.Optional}s of these. What they are is not stored, only a hash. The
 * result must be {@code void}, one of the scalar types among these, or a type that a {@link dev.locking.spi.ResultCodec}
 * on the class path can store.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface IdempotencyKey {}
