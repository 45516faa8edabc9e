package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs the method again, from its first line and on fresh data, when it fails because another transaction changed what
 * it relied on.
 *
 * <p>Each attempt has its own transaction and its own persistence context, which begin before the method's first line
 * and end after its last. Called inside a transaction that somebody else began, the method runs once and a conflict goes
 * out to whoever owns that transaction. On a type, every public method that the type declares itself is meant, except
 * those that override a method of {@link Object}; an annotation on a method wins over that on its type. The annotation
 * is not inherited: a method that overrides an annotated one is retried only if it is annotated too.
 *
 * <p>It does nothing on a class that was not woven (by the {@code byte-buddy-maven-plugin}, or by
 * {@code -javaagent}); such a class is reported when the {@code SessionFactory} is built. With
 * {@code locking-spring-boot-starter}, beans need no weaving for calls that come through their proxy; there the annotation
 * counts on interfaces and as a part of other annotations too.
 *
 * <p>All settings have the defaults of {@link RetryPolicy}, which also says what they mean and which values are
 * refused. Durations are texts: {@code "5ms"}, {@code "2s"} or ISO 8601 ({@code "PT0.005S"}). A value that equals the default
 * counts as not said; what is configured for all operations, or in the named {@link #policy()}, takes its place then. What is
 * configured for this operation wins over what is said here ({@code docs/configuration.md}).
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RetryOnConflict {

    /**
     * The name of a policy of the configuration ({@code locking.policies.<name>.*}), or a preset: {@code camunda},
     * {@code flowable}, {@code kubernetes}. It says what is not said here.
     *
     * @return a name, or empty for none
     */
    String policy() default "";

    /**
     * The maximum number of retries; total attempts = 1 + {@code maxRetries}. 0 surfaces the first conflict.
     *
     * @return 0 to {@value RetryPolicy#MAX_RETRIES_LIMIT}
     */
    int maxRetries() default RetryPolicy.DEFAULT_MAX_RETRIES;

    /**
     * The longest wait before attempt 2.
     *
     * @return a duration, 0 or more; 0 never waits
     */
    String delay() default RetryPolicy.DEFAULT_DELAY;

    /**
     * The factor by which the longest wait grows from one retry to the next.
     *
     * @return 1 or more; 1 keeps it constant
     */
    double multiplier() default RetryPolicy.DEFAULT_MULTIPLIER;

    /**
     * The limit on the longest wait before any attempt.
     *
     * @return a duration, at least {@link #delay()}
     */
    String maxDelay() default RetryPolicy.DEFAULT_MAX_DELAY;

    /**
     * The random share of each wait.
     *
     * @return 0 (none: every wait is the longest) to 1 (full jitter: anything from 0 to the longest)
     */
    double jitter() default RetryPolicy.DEFAULT_JITTER;

    /**
     * The limit for all attempts and waits together; no attempt begins after it.
     *
     * @return a duration greater than 0, at most 1 day
     */
    String maxDuration() default RetryPolicy.DEFAULT_MAX_DURATION;

    /**
     * How often and after which waits, as users of Camunda write it: {@code R3/PT5S}, or a list, {@code PT1S,PT5S}; see
     * {@link RetryPolicy.Builder#cycle}. Not beside the settings that it sets: {@link #maxRetries()}, {@link #delay()},
     * {@link #multiplier()}, {@link #maxDelay()} and {@link #jitter()}.
     *
     * @return a cycle, or empty for none
     */
    String cycle() default "";

    /**
     * The kinds that are retried only where they are declared. None by default: what violates a unique constraint or waits
     * too long for a lock mostly does so again, and a row that is gone does not come back.
     *
     * <p>With {@link ConflictKind#GONE} it is fine that a row is gone which the method changes or deletes: it runs once more,
     * and can see that the row is not there. With {@link Resolution#REAPPLY}, a row that it has deleted may be deleted already.
     *
     * @return any of {@link ConflictKind#DUPLICATE}, {@link ConflictKind#LOCK_TIMEOUT} and {@link ConflictKind#GONE}
     */
    ConflictKind[] also() default {};

    /**
     * Failures that are retried although they are no conflict, as long as their transaction is certainly rolled back. A
     * failure is meant if it, or one of its causes, is an instance of one of the types.
     *
     * @return none by default
     */
    Class<? extends Exception>[] retryOn() default {};

    /**
     * Failures that are never retried and leave as they came, also if they are conflicts or in {@link #retryOn()}. A failure
     * is meant if it, or one of its causes, is an instance of one of the types.
     *
     * @return none by default; no type may be in both
     */
    Class<? extends Exception>[] abortOn() default {};

    /**
     * What happens when nobody answers whether the commit was applied.
     *
     * @return {@link UnknownOutcome#SURFACE}, or {@link UnknownOutcome#VERIFY}, which needs a ledger table and at least one
     *     retry; implied by an {@link IdempotencyKey}
     */
    UnknownOutcome outcome() default UnknownOutcome.SURFACE;

    /**
     * What becomes of a conflict that another attempt could resolve.
     *
     * @return {@link Resolution#RE_EXECUTE}, {@link Resolution#REAPPLY} (without {@link UnknownOutcome#VERIFY}, an
     *     {@link IdempotencyKey} or {@link ExclusiveGroup#combine()}), or {@link Resolution#SURFACE}
     */
    Resolution resolution() default Resolution.RE_EXECUTE;

    /**
     * The name of the persistence unit (or {@code hibernate.session_factory_name}) whose transaction an attempt is.
     *
     * @return a name, or empty for the only one there is
     */
    String unit() default "";
}
