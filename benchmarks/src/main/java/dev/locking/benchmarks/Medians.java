package dev.locking.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Of rounds, each of which is one figure. */
final class Medians {

    private Medians() {}

    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Of the ratios of each round, which a machine that gets busier between rounds changes less than the figures. */
    static double ofRatios(List<Double> values, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / others.get(i));
        }
        return of(ratios);
    }
}
