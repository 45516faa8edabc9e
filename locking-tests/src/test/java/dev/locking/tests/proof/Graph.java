package dev.locking.tests.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Who must come before whom, and why. */
final class Graph {

    /** Why one transaction must come before another. */
    enum Reason {

        /** It wrote the version before. */
        WRITE_WRITE,

        /** It wrote what the other read. */
        WRITE_READ,

        /** It read what the other has replaced. */
        READ_WRITE
    }

    record Edge(long from, long to, Reason reason) {}

    private final Map<Long, List<Edge>> edges = new HashMap<>();

    void add(long from, long to, Reason reason) {
        if (from != to) {
            edges.computeIfAbsent(from, node -> new ArrayList<>()).add(new Edge(from, to, reason));
            edges.computeIfAbsent(to, node -> new ArrayList<>());
        }
    }

    /** Each set of more than one node that can all reach each other; Tarjan's algorithm, without recursion. */
    List<Set<Long>> cycles(Predicate<Reason> counts) {
        return new Tarjan(counts).run();
    }

    List<Edge> edgesWithin(Set<Long> nodes) {
        return nodes.stream()
                .flatMap(node -> from(node).stream())
                .filter(edge -> nodes.contains(edge.to))
                .toList();
    }

    boolean isReachable(long from, long to, Set<Long> within, Predicate<Reason> counts) {
        Set<Long> seen = new HashSet<>(Set.of(from));
        Deque<Long> open = new ArrayDeque<>(Set.of(from));
        while (!open.isEmpty()) {
            for (Edge edge : from(open.pop())) {
                if (counts.test(edge.reason) && within.contains(edge.to) && seen.add(edge.to)) {
                    open.push(edge.to);
                }
            }
        }
        return seen.contains(to);
    }

    private List<Edge> from(long node) {
        return edges.getOrDefault(node, List.of());
    }

    private final class Tarjan {

        private final Predicate<Reason> counts;
        private final Map<Long, Visit> visits = new HashMap<>();
        private final Deque<Visit> path = new ArrayDeque<>();
        private final Deque<Visit> unassigned = new ArrayDeque<>();
        private final List<Set<Long>> found = new ArrayList<>();

        Tarjan(Predicate<Reason> counts) {
            this.counts = counts;
        }

        List<Set<Long>> run() {
            for (long root : edges.keySet()) {
                if (!visits.containsKey(root)) {
                    visit(root);
                    while (!path.isEmpty()) {
                        step(path.element());
                    }
                }
            }
            return found;
        }

        private void visit(long node) {
            Visit visit = new Visit(node, visits.size());
            visits.put(node, visit);
            path.push(visit);
            unassigned.push(visit);
        }

        private void step(Visit visit) {
            List<Edge> out = from(visit.node);
            if (visit.next == out.size()) {
                leave(visit);
                return;
            }
            Edge edge = out.get(visit.next++);
            if (counts.test(edge.reason)) {
                Visit other = visits.get(edge.to);
                if (other == null) {
                    visit(edge.to);
                } else if (!other.assigned) {
                    visit.lowest = Math.min(visit.lowest, other.index);
                }
            }
        }

        private void leave(Visit visit) {
            path.pop();
            if (!path.isEmpty()) {
                Visit before = path.element();
                before.lowest = Math.min(before.lowest, visit.lowest);
            }
            if (visit.lowest == visit.index) {
                assign(visit);
            }
        }

        private void assign(Visit first) {
            Set<Long> component = new HashSet<>();
            Visit visit;
            do {
                visit = unassigned.pop();
                visit.assigned = true;
                component.add(visit.node);
            } while (visit != first);
            if (component.size() > 1) {
                found.add(component);
            }
        }
    }

    private static final class Visit {

        final long node;
        final int index;
        int lowest;
        int next;
        boolean assigned;

        Visit(long node, int index) {
            this.node = node;
            this.index = index;
            this.lowest = index;
        }
    }
}
