package dev.locking.tests.proof;

import dev.locking.tests.proof.Fault.Place;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What is to go wrong in the attempts of the call that a thread makes, and what did. Used by one thread. */
final class AttemptFaults {

    private final long seed;
    private final long token;
    private final Map<Fault, Double> chances;
    private final Set<Fault> armed = EnumSet.noneOf(Fault.class);
    private final Set<Fault> struckInAttempt = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> struckInCall = new EnumMap<>(Fault.class);

    private int attempts;
    private int statementsBefore;

    AttemptFaults(long seed, long token, Map<Fault, Double> chances) {
        this.seed = seed;
        this.token = token;
        this.chances = chances;
    }

    /** Decides by seed, call and number of the attempt alone. */
    void attemptBegins() {
        attempts++;
        armed.clear();
        struckInAttempt.clear();
        SplittableRandom random = Seeds.random(seed, token * 1_000 + attempts);
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
        struckInAttempt.add(fault);
        struckInCall.merge(fault, 1, Integer::sum);
    }

    int attempts() {
        return attempts;
    }

    /** Which faults there were in the whole call, and how often. */
    Map<Fault, Integer> struckInCall() {
        return struckInCall;
    }

    boolean commitWasDisturbed() {
        return struckInAttempt.stream().anyMatch(Fault::mayLeaveOutcomeUnknown);
    }
}
