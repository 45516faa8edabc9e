package dev.locking.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.GroupHolder;
import dev.locking.tests.databases.Database;
import dev.locking.tests.databases.Databases;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Doors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With the locks of the database. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsOnDatabases")
class ClusterGroupsTest extends ClusterGroupsKit {

    @Parameter(0)
    Database server;

    @Parameter(1)
    Door door;

    static List<Arguments> doorsOnDatabases() {
        List<Arguments> all = new ArrayList<>();
        Databases.all().forEach(database -> Doors.ofThisJvm().forEach(door -> all.add(Arguments.of(database, door))));
        return all;
    }

    @Override
    Database server() {
        return server;
    }

    @Override
    Door door() {
        return door;
    }

    @Override
    LockingJvm startElsewhere(String... database) throws IOException {
        return LockingJvm.start(CallingJvm.class, database);
    }

    @Override
    void awaitWaiting() throws Exception {
        Sessions.of(database).awaitWaiting(database, 1);
    }

    @Override
    void loseTheLock(Session transaction) throws Exception {
        Sessions.of(database).endAllBut(transaction, database);
    }

    @Override
    void assertIsElsewhere(Optional<GroupHolder> holder) {
        assertThat(holder).hasValueSatisfying(ClusterGroupsTest::isOfAnotherJvm);
    }

    private static void isOfAnotherJvm(GroupHolder holder) {
        assertThat(holder.operation()).isNull();
        assertThat(holder.elsewhere()).isNotBlank();
        assertThat(holder.age().isNegative()).isFalse();
    }

    @Test
    void theTurnOfAJvmThatIsKilledIsFree() throws Exception {
        elsewhere.ask("enter", "done");
        Future<Long> call = here.credit(5);
        awaitWaiting();

        elsewhere.kill();
        call.get();

        assertThat(balance()).isEqualTo(105);
    }
}
