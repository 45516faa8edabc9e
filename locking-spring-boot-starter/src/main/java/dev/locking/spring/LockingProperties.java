package dev.locking.spring;

import dev.locking.CombineFlush;
import dev.locking.ConflictKind;
import dev.locking.GroupMode;
import dev.locking.GroupScope;
import dev.locking.OnBusy;
import dev.locking.Resolution;
import dev.locking.UnknownOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings as editors offer them; this is what their metadata is made of. They are read, with names of operations that need
 * no brackets, by {@link EnvironmentSettings}.
 *
 * @param enabled Whether conflicts are retried and groups take turns. Otherwise annotated methods run once, in a transaction as ever.
 * @param check What happens with what the check at start-up finds, such as entities without a version: warn, strict or off.
 * @param retry Settings of all retried operations.
 * @param group Settings of all exclusive groups, and of the locks that hold across JVMs.
 * @param policies Named policies, for @RetryOnConflict(policy = ...) and the settings policy and group.policy.
 * @param operations Settings of single operations, by their names, such as Wallets.deposit.
 * @param ledger The table that finds out whether a commit was applied.
 * @param report Who changed a row last, in reports of conflicts.
 */
@ConfigurationProperties("locking")
record LockingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("warn") Check check,
        Retry retry,
        Group group,
        Map<String, Policy> policies,
        Map<String, OfOperation> operations,
        Ledger ledger,
        Report report) {

    enum Check {
        WARN,
        STRICT,
        OFF
    }

    /**
     * Settings of retries.
     *
     * @param policy A named policy, or a preset: camunda, flowable or kubernetes. What is said beside it wins.
     * @param maxRetries How many retries there are at most. 0 gives the first conflict to the caller.
     * @param delay The longest wait before attempt 2. 0 never waits.
     * @param multiplier The growth of the longest wait per retry. 1 keeps it constant.
     * @param maxDelay The limit on each wait.
     * @param jitter The random share of each wait, from 0 (none) to 1 (all).
     * @param maxDuration The limit for all attempts and waits together.
     * @param cycle Tries and waits as Camunda has them, R3/PT5S or PT1S,PT5S. Not beside what it sets.
     * @param also Kinds that are conflicts only where they are declared: DUPLICATE, LOCK_TIMEOUT, GONE.
     * @param outcome What happens when nobody answers the commit.
     * @param resolution What becomes of a conflict that another attempt could resolve.
     */
    record Retry(
            String policy,
            @DefaultValue("100") int maxRetries,
            @DefaultValue("5ms") Duration delay,
            @DefaultValue("2.0") double multiplier,
            @DefaultValue("250ms") Duration maxDelay,
            @DefaultValue("1.0") double jitter,
            @DefaultValue("5s") Duration maxDuration,
            String cycle,
            List<ConflictKind> also,
            @DefaultValue("surface") UnknownOutcome outcome,
            @DefaultValue("re-execute") Resolution resolution) {}

    /**
     * Settings of groups.
     *
     * @param policy A named policy, whose settings for groups count. What is said beside it wins.
     * @param maxWait The longest wait for the turn.
     * @param onBusy What a call does that does not get its turn at once.
     * @param maxQueued How many calls may wait for one key.
     * @param mode Which calls take turns.
     * @param scope Among whom calls take turns.
     * @param combine How many waiting calls may share one transaction. 1 means none.
     * @param combineFlush When the changes of combined calls are sent.
     * @param connections How many connections may wait for locks across JVMs.
     * @param table The name of the table of lock rows, perhaps with a schema in front.
     * @param create Whether that table is created if it is not there.
     */
    record Group(
            String policy,
            @DefaultValue("5s") Duration maxWait,
            @DefaultValue("wait") OnBusy onBusy,
            @DefaultValue("1000") int maxQueued,
            @DefaultValue("always") GroupMode mode,
            @DefaultValue("jvm") GroupScope scope,
            @DefaultValue("1") int combine,
            @DefaultValue("once") CombineFlush combineFlush,
            @DefaultValue("4") int connections,
            @DefaultValue("locking_group") String table,
            @DefaultValue("false") boolean create) {}

    /** Of a policy; as those of {@link Retry}. */
    record Policy(
            Integer maxRetries,
            Duration delay,
            Double multiplier,
            Duration maxDelay,
            Double jitter,
            Duration maxDuration,
            String cycle,
            List<ConflictKind> also,
            UnknownOutcome outcome,
            Resolution resolution,
            OfGroup group) {}

    /** Of an operation; as those of {@link Retry}. */
    record OfOperation(
            String policy,
            Integer maxRetries,
            Duration delay,
            Double multiplier,
            Duration maxDelay,
            Double jitter,
            Duration maxDuration,
            String cycle,
            List<ConflictKind> also,
            UnknownOutcome outcome,
            Resolution resolution,
            OfGroup group) {}

    /** As those of {@link Group}. */
    record OfGroup(
            String policy,
            Duration maxWait,
            OnBusy onBusy,
            Integer maxQueued,
            GroupMode mode,
            GroupScope scope,
            Integer combine,
            CombineFlush combineFlush) {}

    /**
     * The ledger.
     *
     * @param table The table's name, perhaps with a schema in front.
     * @param keep How long a row is kept at least.
     * @param create Whether the table is created if it is not there.
     */
    record Ledger(
            @DefaultValue("locking_ledger") String table,
            @DefaultValue("7d") Duration keep,
            @DefaultValue("false") boolean create) {}

    /**
     * Reports.
     *
     * @param modifiedBy The attribute that says who changed a row last, where no annotation says it.
     * @param modifiedAt The attribute that says when a row was changed last, where no annotation says it.
     */
    record Report(String modifiedBy, String modifiedAt) {}
}
