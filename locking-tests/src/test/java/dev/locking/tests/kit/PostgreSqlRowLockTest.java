package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the limit of a lock is a setting of the transaction. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsOnPostgresql")
class PostgreSqlRowLockTest extends DoorKit {

    static Stream<Arguments> doorsOnPostgresql() {
        return doorsOn(Databases.postgresql());
    }

    @Test
    void whatTheBodyWaitsForHasNoLimitButThatOfTheApplication() throws Exception {
        List<String> limits = new ArrayList<>();

        door.call(() -> {
            limits.add(bank.currentSession()
                    .createNativeQuery("select current_setting('lock_timeout')", String.class)
                    .getSingleResult());
            losingTheFirst(1, () -> bank.credit(WALLET, 1));
            return null;
        });

        assertThat(limits).hasSize(2).containsOnly(limits.get(0));
    }
}
