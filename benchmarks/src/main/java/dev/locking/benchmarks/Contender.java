package dev.locking.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A strategy that can be measured.
 *
 * @param name as it is asked for, and called in the results
 * @param strategy makes it for the wallets that it books into
 */
record Contender(String name, Function<World, Strategy> strategy) {

    /** By their names, in the same order. */
    static Map<String, Strategy> strategies(List<Contender> contenders, World world) {
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        contenders.forEach(contender -> strategies.put(contender.name, contender.strategy.apply(world)));
        return strategies;
    }

    @Override
    public String toString() {
        return name;
    }
}
