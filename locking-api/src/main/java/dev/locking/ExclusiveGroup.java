package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets calls with the same key take turns: while one of them runs, the others wait, first come, first served, within this
 * JVM or, with {@link #scope}, in all that work on the same database. Meant for methods that would otherwise meet conflicts on the same rows, and for work that must not run twice at a
 * time for the same thing.
 *
 * <p>The turn is taken before a transaction begins and a connection is borrowed, and given back when the transaction has
 * ended, before actions after the commit run. With {@link RetryOnConflict} all attempts and the waits between them are one
 * turn; without it, the method runs once, and transactions are its own business. The version check decides as ever: a turn
 * saves lost attempts, it protects nothing from those that take none.
 *
 * <p>A thread that has the turn does not wait for it again. Several keys are taken in one order for all calls, so that two
 * calls never wait for each other; a call inside another one with further keys can, until {@link #maxWait}. Inside a
 * transaction that is already active nobody waits, since that would keep a connection waiting too: if the turn is not free
 * at once, the call is refused as with {@link OnBusy#FAIL}.
 *
 * <p>Nothing is kept of a key that nobody uses.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ExclusiveGroup {

    /** {@value}: how many calls one transaction may do the work of, at most. */
    int MAX_COMBINE = 1_000;

    /** {@value}: how many calls may wait for one key. */
    int DEFAULT_MAX_QUEUED = 1_000;

    /** {@value}. */
    String DEFAULT_MAX_WAIT = "5s";

    /**
     * The name of the group. Methods that name the same group share it.
     *
     * @return not blank
     */
    String value();

    /**
     * The name of a policy of the configuration, whose settings for groups ({@code locking.policies.<name>.group.*}) say what is
     * not said here.
     *
     * @return a name, or empty for none
     */
    String policy() default "";

    /**
     * The longest wait for the turn. It does not count for {@link RetryOnConflict#maxDuration()}.
     *
     * @return a duration greater than 0, at most 1 day
     */
    String maxWait() default DEFAULT_MAX_WAIT;

    /**
     * What a call does that does not get its turn at once.
     *
     * @return {@link OnBusy#WAIT}, or {@link OnBusy#FAIL}
     */
    OnBusy onBusy() default OnBusy.WAIT;

    /**
     * How many calls may wait for one key; the next one is refused at once.
     *
     * @return 1 to 100,000
     */
    int maxQueued() default DEFAULT_MAX_QUEUED;

    /**
     * Which calls take turns.
     *
     * @return {@link GroupMode#ALWAYS}, or {@link GroupMode#WHEN_HOT}
     */
    GroupMode mode() default GroupMode.ALWAYS;

    /**
     * Among whom calls take turns. With {@link GroupScope#CLUSTER} a call waits for its turn among those of its JVM first, and
     * then for a lock that holds across JVMs: of the database of its persistence unit, or one that the application supplied.
     * A lock goes on to those who wait in the same JVM a bounded number of times before other JVMs are let in. All methods of
     * a group name the same scope and work on the same persistence unit; one without {@link RetryOnConflict} is on the only
     * unit there is.
     *
     * @return {@link GroupScope#JVM}, or {@link GroupScope#CLUSTER}
     */
    GroupScope scope() default GroupScope.JVM;

    /**
     * How many calls that wait for the same turn may share one transaction and one persistence context, so that a row changes
     * more often than commits one after the other allow. Who gets the turn runs the bodies of up to so many calls of the group
     * that are there already, with the same key and persistence unit, in the order in which they came; it waits for nobody.
     * Nobody returns before the commit. Each call gets its own result, and its own actions after the commit run on its own
     * thread.
     *
     * <p>If a body or the commit fails, all is rolled back; the call whose body failed, or if no single one did, each call,
     * is then run again, alone, and what it returns or throws then is its own. So a body that fails harms no other. If
     * nobody answers the commit, each caller gets an {@link OutcomeUnknownException}.
     *
     * <p>A body may run on another call's thread. Where {@code io.micrometer:context-propagation} is on the class path, what
     * is registered there (log context, tracing, security) goes with it.
     *
     * <p>A call with several keys, or inside an active transaction, runs alone. A method with an {@link IdempotencyKey},
     * {@link UnknownOutcome#VERIFY}, without retries or without {@link RetryOnConflict} cannot be combined.
     *
     * @return 1 (each call has its own transaction) to {@value #MAX_COMBINE}
     */
    int combine() default 1;

    /**
     * When the changes of combined calls are sent to the database.
     *
     * @return {@link CombineFlush#ONCE}, or {@link CombineFlush#EACH}
     */
    CombineFlush combineFlush() default CombineFlush.ONCE;
}
