package dev.locking.tests.proof;

import java.util.SplittableRandom;

/** Chance that can be had again. */
final class Seeds {

    private Seeds() {}

    /** The same numbers for the same seed and number, whichever thread asks and when. */
    static SplittableRandom random(long seed, long number) {
        return new SplittableRandom((seed ^ (number * 0xBF58476D1CE4E5B9L)) * 0x94D049BB133111EBL);
    }

    /** The seed that {@code proof.seed} names, or a new one. */
    static long ofThisRun() {
        Long chosen = Long.getLong("proof.seed");
        return chosen != null ? chosen : System.nanoTime() & Integer.MAX_VALUE;
    }
}
