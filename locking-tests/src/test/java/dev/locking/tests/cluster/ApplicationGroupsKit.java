package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.GroupHolder;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.LocksOfApplication;
import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import dev.locking.tests.door.ProgrammaticDoor;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** With locks that the application supplies, in both JVMs. The database has the data alone. */
abstract class ApplicationGroupsKit extends ClusterGroupsKit {

    /** Of the lock of the wallet that all calls are about. */
    static final String NAME = Door.GROUP_OF_CLUSTER + "/Long:1:1";

    private final Door door = new ProgrammaticDoor();

    /** Of this JVM. */
    abstract Function<String, ? extends Lock> locks();

    @BeforeEach
    void supplyLocks() {
        ExclusiveGroups.clusterLocks(locks());
    }

    @AfterEach
    void forgetLocks() {
        LocksOfApplication.forget();
    }

    @Override
    Database server() {
        return Databases.postgresql();
    }

    @Override
    Door door() {
        return door;
    }

    /** Whoever has the turn of this JVM and is not inside waits for the lock beyond, or is about to. */
    @Override
    void awaitWaiting() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ExclusiveGroups.queued(Door.GROUP_OF_CLUSTER) != 1) {
            assertThat(here.bodies()).as("bodies of who should wait").isZero();
            assertThat(System.nanoTime()).as("the call waits").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** It does not tell who has it. */
    @Override
    void assertIsElsewhere(Optional<GroupHolder> holder) {
        assertThat(holder).isEmpty();
    }

    /**
     * Starts the other JVM.
     *
     * @param main which {@linkplain #obey obeys}
     * @param port of the engine, which it reads first
     */
    static LockingJvm startElsewhere(Class<?> main, int port, String... database) throws IOException {
        return LockingJvm.start(
                main,
                Stream.concat(Stream.of(Integer.toString(port)), Stream.of(database))
                        .toArray(String[]::new));
    }

    /** The other JVM's side of it; the engine's threads would let it live on. */
    static void obey(BufferedReader orders, Function<String, ? extends Lock> locks) throws Exception {
        ExclusiveGroups.clusterLocks(locks);
        CallingJvm.obeyOnDatabase(orders);
        System.exit(0);
    }
}
