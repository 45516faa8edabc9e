package dev.locking.hibernate;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Collects findings with what they were found on, to be told together. Not thread-safe. */
final class Findings {

    private final Map<Finding, NavigableSet<String>> subjects = new EnumMap<>(Finding.class);

    void add(Finding finding, String subject) {
        subjects.computeIfAbsent(finding, first -> new TreeSet<>()).add(subject);
    }

    /** One each, in the order of {@link Finding}. */
    Stream<Finding> all() {
        return subjects.keySet().stream();
    }

    String message(Finding finding) {
        return finding.about(subjects.getOrDefault(finding, new TreeSet<>()));
    }

    boolean any(Predicate<Finding> condition) {
        return all().anyMatch(condition);
    }
}
