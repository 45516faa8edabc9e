package dev.locking.tests.proof;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What the library's meters say of a run, held against what its callers have seen. */
final class Meters implements AutoCloseable {

    private final SimpleMeterRegistry registry;

    Meters(SimpleMeterRegistry registry) {
        this.registry = registry;
        Metrics.addRegistry(registry);
    }

    Findings judge(History history) {
        Findings findings = judgeWithLedger(history);
        compare(findings, "retried", executions("retried"), history.retried());
        return findings;
    }

    /**
     * How often the ledger answered, and how often an attempt failed at its entry in the ledger, before the body ran, only
     * the library knows; so which calls were retried is not for their callers to say.
     */
    Findings judgeWithLedger(History history) {
        Findings findings = new Findings();
        compare(
                findings,
                "success, retried, verified or replayed",
                executions("success") + executions("retried") + executions("verified") + executions("replayed"),
                history.told(Told.OK));
        compare(findings, "unknown", executions("unknown"), history.told(Told.UNKNOWN));
        compare(
                findings,
                "surfaced, exhausted or failed",
                executions("surfaced") + executions("exhausted") + executions("failed"),
                history.told(Told.FAILED));
        judgeAttempts(findings, history);
        return findings;
    }

    /** An attempt runs the body once, or fails before that; it asks for a connection at least. */
    private void judgeAttempts(Findings findings, History history) {
        long metered = attempts();
        if (metered < history.bodies() || metered > history.connections()) {
            findings.add(
                    Finding.METERS,
                    "attempts: the meters say " + metered + ", but bodies ran " + history.bodies()
                            + " times and connections were asked for " + history.connections() + " times");
        }
    }

    private static void compare(Findings findings, String what, long metered, long seen) {
        if (metered != seen) {
            findings.add(Finding.METERS, what + ": the meters say " + metered + ", the callers saw " + seen);
        }
    }

    private long executions(String outcome) {
        return registry.find("locking.executions").tag("outcome", outcome).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    /** How many calls committed together with others. */
    long shared() {
        return executions("combined");
    }

    private long attempts() {
        return registry.find("locking.attempts").summaries().stream()
                .mapToLong(summary -> (long) summary.totalAmount())
                .sum();
    }

    @Override
    public void close() {
        Metrics.removeRegistry(registry);
        registry.close();
    }
}
