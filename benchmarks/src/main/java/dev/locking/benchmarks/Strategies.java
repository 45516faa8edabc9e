package dev.locking.benchmarks;

import java.util.List;
import java.util.function.Function;

/** All that are compared; {@link Serial} first, by which the others are measured. */
final class Strategies {

    static final List<Function<World, Strategy>> ALL = List.of(
            world -> new Serial(world.sessions()),
            world -> new NaiveRetryLoop(world.sessions()),
            world -> new ThreeAttempts(world.sessions()),
            world -> new SpringRetry(world.sessions()),
            world -> new FullJitter(world.sessions()),
            world -> new PessimisticWrite(world.sessions()),
            world -> new AdvisoryLock(world.sessions()),
            world -> new SqlUpdate(world.pool()),
            world -> new OursLadder(world.sessions()),
            world -> new OursGroup(world.sessions()),
            world -> new OursWhenHot(world.sessions()),
            world -> new OursCombine(world.sessions()),
            world -> new OursCombineFlush(world.sessions()));

    private Strategies() {}
}
