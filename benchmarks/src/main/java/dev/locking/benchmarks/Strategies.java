package dev.locking.benchmarks;

import java.util.List;

/** All that are compared; {@link Serial} first, by which the others are measured. */
final class Strategies {

    static final List<Contender> ALL = List.of(
            new Contender(Serial.NAME, world -> new Serial(world.sessions())),
            new Contender("naive", world -> new NaiveRetryLoop(world.sessions())),
            new Contender("three-attempts", world -> new ThreeAttempts(world.sessions())),
            new Contender("spring7", world -> new SpringRetry(world.sessions())),
            new Contender("full-jitter", world -> new FullJitter(world.sessions())),
            new Contender("pessimistic", world -> new PessimisticWrite(world.sessions())),
            new Contender("advisory", world -> world.database().advisoryLock(world)),
            new Contender("sql-update", world -> new SqlUpdate(world.pool())),
            new Contender("ours-ladder", world -> new OursLadder(world.sessions())),
            new Contender("ours-group", world -> new OursGroup(world.sessions())),
            new Contender("ours-when-hot", world -> new OursWhenHot(world.sessions())),
            new Contender("ours-combine", world -> new OursCombine(world.sessions())),
            new Contender("ours-combine-flush", world -> new OursCombineFlush(world.sessions())));

    private Strategies() {}

    /** Those that {@code lab.only} names, and {@link Serial}, without which there are no ratios. */
    static List<Contender> fromSystemProperties() {
        List<Contender> named = Selection.named("only", ALL, ALL);
        return ALL.stream()
                .filter(contender -> contender.name().equals(Serial.NAME) || named.contains(contender))
                .toList();
    }
}
