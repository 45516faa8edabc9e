package dev.locking.benchmarks;

import java.util.List;

/**
 * Who calls at the same time.
 *
 * @param jvms among which the threads are divided
 * @param threads of all JVMs together
 */
record Clients(int jvms, int threads) {

    /** Fewer threads are not divided in the plans: there would be hardly a queue in either JVM. */
    static final int FEWEST_DIVIDED = 16;

    /** Each number of JVMs with each number of threads that it is measured with. */
    static List<Clients> of(List<Integer> jvms, List<Integer> threads) {
        return jvms.stream()
                .flatMap(some -> threads.stream().map(each -> new Clients(some, each)))
                .filter(clients -> !clients.areDivided() || clients.threads >= FEWEST_DIVIDED)
                .toList();
    }

    boolean areDivided() {
        return jvms > 1;
    }

    /** How many threads the JVM has that has most of them. */
    int mostOfOneJvm() {
        return (threads + jvms - 1) / jvms;
    }

    @Override
    public String toString() {
        return threads + (threads == 1 ? " thread" : " threads") + " in " + jvms + (jvms == 1 ? " JVM" : " JVMs");
    }
}
