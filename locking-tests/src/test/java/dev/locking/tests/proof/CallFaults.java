package dev.locking.tests.proof;

import dev.locking.tests.proof.Fault.Place;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What is to go wrong with the connections of the call that a thread makes, and what did. Used by one thread. */
final class CallFaults {

    private final long seed;
    private final long token;
    private final Map<Fault, Double> chances;
    private final Set<Fault> armed = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> struckInCall = new EnumMap<>(Fault.class);

    private int connections;
    private int statementsBefore;

    CallFaults(long seed, long token, Map<Fault, Double> chances) {
        this.seed = seed;
        this.token = token;
        this.chances = chances;
    }

    /** Decides by seed, call and number of the call's connection alone. */
    void connectionBegins() {
        connections++;
        armed.clear();
        SplittableRandom random = Seeds.random(seed, token * 1_000 + connections);
        statementsBefore = random.nextInt(4);
        chances.forEach((fault, chance) -> {
            if (random.nextDouble() < chance) {
                armed.add(fault);
            }
        });
    }

    boolean isArmed(Place place) {
        return armed.stream().anyMatch(fault -> fault.isAt(place));
    }

    /** The fault that happens here and now, if any. */
    Optional<Fault> strike(Place place) {
        Optional<Fault> fault =
                armed.stream().filter(candidate -> candidate.isAt(place)).findFirst();
        fault.ifPresent(this::hasStruck);
        return fault;
    }

    boolean strike(Fault fault) {
        boolean strikes = armed.contains(fault);
        if (strikes) {
            hasStruck(fault);
        }
        return strikes;
    }

    Optional<Fault> strikeStatement() {
        return statementsBefore-- == 0 ? strike(Place.STATEMENT) : Optional.empty();
    }

    private void hasStruck(Fault fault) {
        if (!fault.isAt(Place.BATCH)) {
            armed.remove(fault);
        }
        struckInCall.merge(fault, 1, Integer::sum);
    }

    /** How many connections the call has asked for. */
    int connections() {
        return connections;
    }

    /** Which faults there were in the whole call, and how often. */
    Map<Fault, Integer> struckInCall() {
        return struckInCall;
    }

    boolean commitWasDisturbed() {
        return struckInCall.keySet().stream().anyMatch(Fault::mayLeaveOutcomeUnknown);
    }
}
