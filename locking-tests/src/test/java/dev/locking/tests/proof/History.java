package dev.locking.tests.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the callers of a run have seen. Each thread writes its own; they are put together at the end. */
final class History {

    private final List<Call> calls = new ArrayList<>();
    private final List<Run> readers = new ArrayList<>();
    private final List<Run> readersInDoubt = new ArrayList<>();
    private final List<Run> appenders = new ArrayList<>();
    private final List<Long> sums = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Findings unexpected = new Findings();

    private long connections;

    void add(Call call, Run last) {
        calls.add(call);
        if (call.told() == Told.FAILED) {
            return;
        }
        sums.addAll(last.sums());
        if (!last.onLists().reads().isEmpty()) {
            kind(call, last).add(last);
        }
    }

    private List<Run> kind(Call call, Run last) {
        if (last.wrote()) {
            return appenders;
        }
        return call.told() == Told.UNKNOWN ? readersInDoubt : readers;
    }

    void addWithoutRun(Call call) {
        calls.add(call);
    }

    void addConnections(int askedFor) {
        connections += askedFor;
    }

    void addFaults(Map<Fault, Integer> struck) {
        struck.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    }

    void addFailure(Throwable failure) {
        failures.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
    }

    void addUnexpected(String words) {
        unexpected.add(Finding.UNEXPECTED, words);
    }

    void addAll(History other) {
        calls.addAll(other.calls);
        readers.addAll(other.readers);
        readersInDoubt.addAll(other.readersInDoubt);
        appenders.addAll(other.appenders);
        sums.addAll(other.sums);
        other.failures.forEach((name, times) -> failures.merge(name, times, Integer::sum));
        unexpected.addAll(other.unexpected);
        addFaults(other.faults);
        connections += other.connections;
    }

    List<Call> calls() {
        return calls;
    }

    long told(Told what) {
        return calls.stream().filter(call -> call.told() == what).count();
    }

    /** Calls that returned normally, and not from their first body. */
    long retried() {
        return calls.stream()
                .filter(call -> call.told() == Told.OK && call.bodies() > 1)
                .count();
    }

    long bodies() {
        return calls.stream().mapToLong(Call::bodies).sum();
    }

    /** How often a call asked for a connection, whether it got one or not. */
    long connections() {
        return connections;
    }

    /** Those whose calls returned normally: their callers have what they read. */
    List<Run> readers() {
        return readers;
    }

    /** Those whose callers do not know whether they committed, and have nothing of what they read. */
    List<Run> readersInDoubt() {
        return readersInDoubt;
    }

    List<Run> appenders() {
        return appenders;
    }

    List<Long> sums() {
        return sums;
    }

    Map<Fault, Integer> faults() {
        return faults;
    }

    Map<String, Integer> failures() {
        return failures;
    }

    Findings unexpected() {
        return unexpected;
    }
}
