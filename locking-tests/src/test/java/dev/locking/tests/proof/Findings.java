package dev.locking.tests.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a checker found: all of it as figures, the first of it in words. */
final class Findings {

    private static final int EXAMPLES = 20;

    private final Map<Finding, Long> counts = new EnumMap<>(Finding.class);
    private final List<String> examples = new ArrayList<>();

    void add(Finding finding, String words) {
        add(finding, 1, words);
    }

    void add(Finding finding, long times, String words) {
        counts.merge(finding, times, Long::sum);
        if (examples.size() < EXAMPLES) {
            examples.add(finding + ": " + words);
        }
    }

    void addAll(Findings others) {
        others.counts.forEach((finding, times) -> counts.merge(finding, times, Long::sum));
        others.examples.stream().limit(EXAMPLES - examples.size()).forEach(examples::add);
    }

    long count(Finding finding) {
        return counts.getOrDefault(finding, 0L);
    }

    Map<Finding, Long> counts() {
        return Map.copyOf(counts);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "nothing" : counts + "\n  " + String.join("\n  ", examples);
    }
}
