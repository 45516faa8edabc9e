package dev.locking.tests.proof;

import java.util.Map;
import java.util.TreeMap;

/** The figures of several rounds together. */
final class Tally {

    private final Findings findings = new Findings();
    private final Map<String, Integer> failures = new TreeMap<>();

    private long transactions;
    private long attempts;
    private long faults;
    private long unknown;

    void add(History history, Findings found) {
        transactions += history.calls().size();
        attempts += history.attempts();
        faults += history.faults();
        unknown += history.told(Told.UNKNOWN);
        history.failures().forEach((name, times) -> failures.merge(name, times, Integer::sum));
        findings.addAll(found);
    }

    /** Faults that are no call's own, such as the death of the server. */
    void addFaults(long more) {
        faults += more;
    }

    Findings findings() {
        return findings;
    }

    long transactions() {
        return transactions;
    }

    long faults() {
        return faults;
    }

    long unknown() {
        return unknown;
    }

    /** The figures that are not in the line. */
    String more() {
        return "attempts=" + attempts + " failures=" + failures + " findings=" + findings;
    }

    String line(long seed) {
        return "transactions=" + transactions + " faults=" + faults + " lost=" + findings.count(Finding.LOST)
                + " doubled=" + findings.count(Finding.DOUBLED) + " swallowed=" + findings.count(Finding.SWALLOWED)
                + " unknown=" + unknown + " seed=" + seed;
    }
}
