package dev.locking.examples.wallet;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the money adds up, to the single deposit.
 *
 * @param lost deposits that were acknowledged and are not in the journal, or are in the journal and not in the balance
 * @param doubled deposits that are in the journal more than once, or although their call failed, or that are in the
 *     balance and not in the journal
 */
record Audit(long lost, long doubled) {

    static final Audit FAULTLESS = new Audit(0, 0);

    /**
     * Compares what callers were told with what the database holds.
     *
     * @param acknowledged the tokens of the calls that returned normally
     * @param journal the tokens in the journal
     * @param credited how many deposits the balance has grown by
     */
    static Audit of(Collection<String> acknowledged, List<String> journal, long credited) {
        Set<String> booked = new HashSet<>(journal);
        Set<String> promised = new HashSet<>(acknowledged);
        long notBooked =
                promised.stream().filter(token -> !booked.contains(token)).count();
        long notPromised =
                booked.stream().filter(token -> !promised.contains(token)).count();
        long bookedAgain = (long) journal.size() - booked.size();
        long missing = Math.max(0L, journal.size() - credited);
        long excess = Math.max(0L, credited - journal.size());
        return new Audit(notBooked + missing, notPromised + bookedAgain + excess);
    }

    Audit plus(Audit other) {
        return new Audit(lost + other.lost, doubled + other.doubled);
    }

    boolean addsUp() {
        return lost == 0 && doubled == 0;
    }

    @Override
    public String toString() {
        return addsUp() ? "yes" : lost + " lost, " + doubled + " doubled";
    }
}
