package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instances that a failed attempt has changed. Their versions in memory may have been raised to the number that the winner
 * has reached in the database, so Hibernate alone would let them overwrite the winner.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class WrittenAgainTest extends DoorKit {

    @Test
    void anInstanceIsNotUpdatedOverTheWinnerByAStatelessSession() {
        isNotWrittenOverTheWinner(StatelessSession::update);
    }

    @Test
    void norIsItUpserted() {
        isNotWrittenOverTheWinner(StatelessSession::upsert);
    }

    @Test
    void norIsItDeleted() {
        isNotWrittenOverTheWinner(StatelessSession::delete);
    }

    private void isNotWrittenOverTheWinner(BiConsumer<StatelessSession, Wallet> write) {
        Wallet detached = bank.committed(WALLET);
        bank.creditElsewhere(WALLET, 7);

        surfacesAtTheSecondAttempt(() -> {
            attempts++;
            detached.balance = 150;
            try (StatelessSession session = bank.factory().openStatelessSession()) {
                session.beginTransaction();
                write.accept(session, detached);
                session.getTransaction().commit();
            }
        });

        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }

    @Test
    void anInstanceOfAFailedAttemptIsNotMergedOverTheWinner() {
        Wallet[] kept = new Wallet[1];

        surfacesAtTheSecondAttempt(() -> {
            Session session = bank.currentSession();
            kept[0] = kept[0] == null ? session.find(Wallet.class, WALLET) : session.merge(kept[0]);
            losingTheFirst(1, () -> kept[0].balance += 50);
        });

        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }

    @Test
    void anInstanceThatAFailedAttemptHasPersistedIsNotPersistedAgain() {
        Deposit passedIn = new Deposit(WALLET, "passed in");

        surfacesAtTheSecondAttempt(() -> {
            bank.currentSession().persist(passedIn);
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
        });

        assertThat(bank.tokens()).isEmpty();
    }

    @Test
    void instancesThatAnAttemptLoadsOrMakesItselfAreWrittenAsOftenAsItTakes() throws Exception {
        door.call(() -> {
            bank.currentSession().persist(new Deposit(WALLET, "made in attempt " + (attempts + 1)));
            losingTheFirst(2, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(bank.tokens()).containsExactly("made in attempt 3");
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    @Test
    void aDetachedInstanceThatIsUpToDateIsMergedByEachAttempt() throws Exception {
        Wallet detached = bank.committed(2);
        detached.balance = 500;

        door.call(() -> {
            bank.currentSession().merge(detached);
            losingTheFirst(1, () -> bank.credit(WALLET, 50));
            return null;
        });

        assertThat(bank.balance(2)).isEqualTo(500);
        assertThat(bank.balance(WALLET)).isEqualTo(157);
    }

    private void surfacesAtTheSecondAttempt(Runnable body) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    body.run();
                    return null;
                }))
                .withMessageContaining("running it again would not help")
                .withStackTraceContaining("Load or create it inside, so that each attempt has its own")
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isEqualTo(2))
                .satisfies(surfaced ->
                        assertThat(surfaced.conflicts().get(0).kind()).isEqualTo(ConflictKind.STALE_UPDATE));
    }
}
