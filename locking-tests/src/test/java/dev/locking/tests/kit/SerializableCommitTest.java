package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.tests.databases.Databases;
import java.sql.Statement;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Only PostgreSQL answers COMMIT itself by a serialization failure: the others lock what such a transaction reads. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsOnPostgreSql")
class SerializableCommitTest extends DoorKit {

    private static final long OTHER = 2;

    static Stream<Arguments> doorsOnPostgreSql() {
        return doorsOn(Databases.postgresql());
    }

    @Test
    void aSerializationFailureThatIsTheAnswerToCommitIsRepeated() throws Exception {
        door.call(() -> {
            attempts++;
            beSerializable(bank.currentSession());
            bank.credit(WALLET, balanceOfBoth(bank.currentSession()));
            bank.currentSession().flush();
            if (attempts == 1) {
                bank.inAnotherSession(session -> {
                    beSerializable(session);
                    return session.find(Wallet.class, OTHER).balance += balanceOfBoth(session);
                });
            }
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(bank.balance(OTHER)).isEqualTo(300);
        assertThat(bank.balance(WALLET)).isEqualTo(100 + 400);
    }

    private static long balanceOfBoth(Session session) {
        return session.find(Wallet.class, WALLET).balance + session.find(Wallet.class, OTHER).balance;
    }

    private static void beSerializable(Session session) {
        session.doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level serializable");
            }
        });
    }
}
