package dev.locking.benchmarks;

import java.util.function.Function;

/**
 * A strategy that can be measured.
 *
 * @param name as it is asked for, and called in the results
 * @param strategy makes it for the wallets that it books into
 */
record Contender(String name, Function<World, Strategy> strategy) {

    @Override
    public String toString() {
        return name;
    }
}
