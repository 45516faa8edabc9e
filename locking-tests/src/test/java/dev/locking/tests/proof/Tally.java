package dev.locking.tests.proof;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The figures of several rounds together. */
final class Tally {

    private final Findings findings = new Findings();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

    private long transactions;
    private long bodies;
    private long kills;
    private long unknown;

    void add(History history, Findings found) {
        transactions += history.calls().size();
        bodies += history.bodies();
        history.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        unknown += history.told(Told.UNKNOWN);
        history.failures().forEach((name, times) -> failures.merge(name, times, Integer::sum));
        findings.addAll(found);
    }

    /** Faults that are no call's own: what was killed. */
    void addKills(int more) {
        kills += more;
    }

    Findings findings() {
        return findings;
    }

    Map<Fault, Integer> faults() {
        return faults;
    }

    long unknown() {
        return unknown;
    }

    private long allFaults() {
        return kills + faults.values().stream().mapToLong(times -> times).sum();
    }

    /** The figures that are not in the line. */
    String more() {
        return "bodies=" + bodies + " faults=" + faults + " failures=" + failures + " findings=" + findings;
    }

    String line(long seed) {
        return "transactions=" + transactions + " faults=" + allFaults() + " lost=" + findings.count(Finding.LOST)
                + " doubled=" + findings.count(Finding.DOUBLED) + " swallowed=" + findings.count(Finding.SWALLOWED)
                + " unknown=" + unknown + " seed=" + seed;
    }
}
