package dev.locking.tests.proof;

import dev.locking.tests.proof.Graph.Edge;
import dev.locking.tests.proof.Graph.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for transactions that no order explains, in histories of lists that only grow. The order of a list's elements is
 * the order of its writers; what somebody read says whom he came after, and before whom. After Elle (Kingsbury and Alvaro,
 * 2020) and the phenomena of Adya. Linear in transactions and edges as long as there is nothing to find.
 */
final class AppendCycles {

    enum Anomaly {

        /** A cycle of writes. */
        G0,

        /** Something was read that was never committed. */
        G1A,

        /** A cycle of writes and of reads of what was written. */
        G1C,

        /** A cycle in which exactly one transaction did not see what another one wrote: read skew, lost update. */
        G_SINGLE,

        /** A cycle with several such transactions: write skew. */
        G2,

        /** Something was read in an order that is not the list's. */
        INCOMPATIBLE_ORDER
    }

    record Found(Anomaly anomaly, List<Long> transactions) {}

    private final Graph graph = new Graph();
    private final List<Found> found = new ArrayList<>();

    private AppendCycles() {}

    /**
     * Judges a history.
     *
     * @param transactions those that committed; others that appended need not be among them
     * @param lists each list as it is at the end
     */
    static List<Found> judge(Collection<ListTransaction> transactions, Map<Long, List<Long>> lists) {
        AppendCycles cycles = new AppendCycles();
        lists.values().forEach(cycles::addWrites);
        for (ListTransaction transaction : transactions) {
            transaction
                    .reads()
                    .forEach((list, seen) ->
                            cycles.addRead(transaction.id(), seen, lists.getOrDefault(list, List.of())));
        }
        cycles.classify();
        return cycles.found;
    }

    private void addWrites(List<Long> writers) {
        for (int i = 1; i < writers.size(); i++) {
            graph.add(writers.get(i - 1), writers.get(i), Reason.WRITE_WRITE);
        }
    }

    private void addRead(long reader, List<Long> seen, List<Long> end) {
        int length = seen.size();
        if (length > end.size() || !seen.equals(end.subList(0, length))) {
            Anomaly anomaly = new HashSet<>(end).containsAll(seen) ? Anomaly.INCOMPATIBLE_ORDER : Anomaly.G1A;
            found.add(new Found(anomaly, List.of(reader)));
            return;
        }
        if (length > 0) {
            graph.add(seen.get(length - 1), reader, Reason.WRITE_READ);
        }
        if (length < end.size()) {
            graph.add(reader, end.get(length), Reason.READ_WRITE);
        }
    }

    private void classify() {
        graph.cycles(reason -> reason == Reason.WRITE_WRITE).forEach(cycle -> add(Anomaly.G0, cycle));
        List<Set<Long>> withoutAntiDependency = graph.cycles(AppendCycles::isDependency);
        withoutAntiDependency.stream()
                .filter(cycle -> has(cycle, Reason.WRITE_READ))
                .forEach(cycle -> add(Anomaly.G1C, cycle));
        for (Set<Long> cycle : graph.cycles(reason -> true)) {
            if (isSingle(cycle)) {
                add(Anomaly.G_SINGLE, cycle);
            } else if (withoutAntiDependency.stream().allMatch(other -> Collections.disjoint(other, cycle))) {
                add(Anomaly.G2, cycle);
            }
        }
    }

    private void add(Anomaly anomaly, Set<Long> cycle) {
        found.add(new Found(anomaly, cycle.stream().sorted().toList()));
    }

    private boolean has(Set<Long> cycle, Reason reason) {
        return graph.edgesWithin(cycle).stream().anyMatch(edge -> edge.reason() == reason);
    }

    /** Whether some transaction that did not see another one's write comes after it nevertheless. */
    private boolean isSingle(Set<Long> cycle) {
        for (Edge edge : graph.edgesWithin(cycle)) {
            if (edge.reason() == Reason.READ_WRITE
                    && graph.isReachable(edge.to(), edge.from(), cycle, AppendCycles::isDependency)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDependency(Reason reason) {
        return reason != Reason.READ_WRITE;
    }
}
