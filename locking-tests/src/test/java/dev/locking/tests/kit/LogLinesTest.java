package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.ConflictException;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Hibernate and this library say of attempts that are lost, and of calls that fail. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class LogLinesTest extends DoorKit {

    private static final long OTHER_WALLET = 20;

    private LogLines ofHibernate;
    private LogLines ofExecutions;

    @BeforeEach
    void listen() {
        ofHibernate = new LogLines("org.hibernate", Level.WARNING);
        ofExecutions = new LogLines("dev.locking.executions", Level.FINE);
    }

    @AfterEach
    void listenNoMore() {
        ofHibernate.close();
        ofExecutions.close();
    }

    @Test
    void anAttemptThatTheVersionCheckEndsIsNoWarning() throws Exception {
        door.call(() -> {
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(ofHibernate.lines()).isEmpty();
        assertThat(ofExecutions.lines()).hasSize(2).allMatch(line -> line.startsWith("DEBUG"));
    }

    @Test
    void anAttemptThatTheDatabaseEndsIsNoWarning() throws Exception {
        door.call(() -> {
            execute(onASnapshot());
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(ofHibernate.lines()).isEmpty();
        assertThat(ofExecutions.lines()).hasSize(2).allMatch(line -> line.startsWith("DEBUG"));
    }

    @Test
    void aFailureThatIsDeclaredAndRepeatedIsNoWarning() throws Exception {
        door.callDeclaringDuplicatesAndLockTimeouts(() -> {
            attempts++;
            Wallet wallet = bank.currentSession().find(Wallet.class, OTHER_WALLET);
            if (wallet == null) {
                bank.open(OTHER_WALLET);
                bank.currentSession().persist(new Wallet(OTHER_WALLET, 50));
            }
            return null;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(ofHibernate.lines()).isEmpty();
    }

    @Test
    void theLastAttemptOfWhoGivesUpIsOneWarningOfThisLibraryAndWhatHibernateSaysAsEver() {
        ConflictException thrown = catchThrowableOfType(
                ConflictException.class,
                () -> door.callWithTwoRetries(() -> {
                    losingTheFirst(3, () -> bank.credit(WALLET, 50));
                    return null;
                }));

        assertThat(ofExecutions.lines())
                .filteredOn(line -> line.startsWith("WARN"))
                .containsExactly("WARN dev.locking.executions: " + thrown.getMessage());
        assertThat(ofExecutions.lines()).hasSize(4);
    }

    @Test
    void anErrorThatIsNotRepeatedIsWarnedOfAsEver() {
        assertThatThrownBy(() -> door.call(() -> {
                    bank.currentSession().persist(new Wallet(WALLET, 1));
                    bank.currentSession().flush();
                    return null;
                }))
                .isNotNull();

        assertThat(ofHibernate.lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("WARN org.hibernate.orm.jdbc.error: "));
        assertThat(ofExecutions.lines()).singleElement().asString().startsWith("DEBUG");
    }

    @Test
    void outsideOfAttemptsEverythingIsWarnedOfAsEver() {
        assertThatThrownBy(() -> bank.inAnotherSession(session -> {
                    session.persist(new Wallet(WALLET, 1));
                    session.flush();
                    return null;
                }))
                .isNotNull();

        assertThat(ofHibernate.lines()).isNotEmpty();
    }
}
