package dev.locking.tests.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import java.util.List;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rows that an attempt had read say about its failure. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class DiagnosisTest extends DoorKit {

    @Test
    void aRowThatSomebodyElseDeletedIsGoneAndTheUpdateIsNotRepeated() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.credit(WALLET, 50);
                    deleteElsewhere(WALLET);
                    return null;
                }))
                .withMessageContaining("GONE on Wallet 1 (version 0, now gone)")
                .satisfies(surfaced -> assertThat(withoutChanges(surfaced)).containsExactly(gone(WALLET)));

        assertThat(attempts).isOne();
    }

    @Test
    void whoMeetsAParentThatIsGoneRunsOnceMoreAndMayGoAnotherWay() throws Exception {
        String way = door.call(() -> {
            attempts++;
            Wallet parent = bank.currentSession().find(Wallet.class, WALLET);
            if (parent == null) {
                return "no wallet";
            }
            deleteElsewhere(WALLET);
            bank.currentSession().persist(new Payment(1, parent));
            return "paid";
        });

        assertThat(way).isEqualTo("no wallet");
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void whoseParentsKeepVanishingIsToldTheSecondTime() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    long parent = ++attempts;
                    Wallet wallet = bank.currentSession().find(Wallet.class, parent);
                    deleteElsewhere(parent);
                    bank.currentSession().persist(new Payment(1, wallet));
                    return null;
                }))
                .satisfies(surfaced -> assertThat(surfaced.conflicts())
                        .containsExactly(new Conflict(ConflictKind.PARENT_GONE, "Wallet", 2L, 0L, null)));

        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void aParentThatWasNeverThereIsNoConflict() {
        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    Wallet nowhere = bank.currentSession().getReference(Wallet.class, 99L);
                    bank.currentSession().persist(new Payment(1, nowhere));
                    return null;
                }))
                .isNotInstanceOf(ConflictException.class);

        assertThat(attempts).isOne();
    }

    @Test
    void allStaleRowsOfABatchAreNamedWithBothVersions() {
        bank.open(5, 6, 7, 8, 9, 10);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.callWithWaitsPastTheDeadline(() -> {
                    for (long id = 1; id <= 10; id++) {
                        bank.credit(id, 50);
                    }
                    bank.creditElsewhere(4, 7);
                    bank.creditElsewhere(7, 7);
                    bank.creditElsewhere(7, 7);
                    return null;
                }))
                .satisfies(surfaced -> assertThat(withoutChanges(surfaced))
                        .containsExactlyInAnyOrder(
                                new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 4L, 0L, 1L),
                                new Conflict(ConflictKind.STALE_UPDATE, "Wallet", 7L, 0L, 2L)));
    }

    @Test
    void aStaleInstanceFromOutsideIsSurfacedAtOnce() {
        Wallet fromOutside = bank.committed(WALLET);
        bank.creditElsewhere(WALLET, 7);
        fromOutside.balance += 50;

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    attempts++;
                    return bank.currentSession().merge(fromOutside).version;
                }));

        assertThat(attempts).as("another run would merge the same version").isOne();
        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }

    @Test
    void aFailureThatIsAConflictInDisguiseIsRepeated() throws Exception {
        long result = door.call(() -> {
            attempts++;
            long seen = bank.currentSession().find(Wallet.class, WALLET).balance;
            if (attempts == 1) {
                bank.creditElsewhere(WALLET, 7);
            }
            if (seen < 107) {
                throw new NullPointerException("something that the other transaction has brought");
            }
            return seen;
        });

        assertThat(result).isEqualTo(107);
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void aFailureBecauseARowVanishedIsAConflictWithTheFailureAsItsCause() {
        NullPointerException failure = new NullPointerException("the wallet is not there");

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.currentSession().find(Wallet.class, WALLET);
                    deleteElsewhere(WALLET);
                    throw failure;
                }))
                .withCause(failure)
                .satisfies(surfaced -> assertThat(withoutChanges(surfaced)).containsExactly(gone(WALLET)));

        assertThat(attempts).isOne();
    }

    @Test
    void anHonestFailureStaysWhatItIs() {
        NullPointerException failure = new NullPointerException("a bug");

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.credit(WALLET, 50);
                    bank.currentSession().persist(new Wallet(99, 1));
                    bank.currentSession().persist(new Deposit(WALLET, "token"));
                    bank.currentSession().flush();
                    throw failure;
                }))
                .as("the rows that the attempt inserted and updated itself are not stale")
                .isSameAs(failure);

        assertThat(attempts).isOne();
    }

    @Test
    void aCheckedExceptionIsTheApplicationsOwnWord() {
        Exception failure = new java.io.IOException("not enough money");

        assertThatThrownBy(() -> door.call(() -> {
                    attempts++;
                    bank.currentSession().find(Wallet.class, WALLET);
                    bank.creditElsewhere(WALLET, 7);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(attempts).isOne();
    }

    /** What both sides did to attributes is tried in {@link ConflictReportTest}. */
    private static List<Conflict> withoutChanges(ConflictException surfaced) {
        return surfaced.conflicts().stream()
                .map(conflict -> new Conflict(
                        conflict.kind(),
                        conflict.entityName(),
                        conflict.id(),
                        conflict.baseVersion(),
                        conflict.currentVersion()))
                .toList();
    }

    private static Conflict gone(long id) {
        return new Conflict(ConflictKind.GONE, "Wallet", id, 0L, null);
    }

    private void deleteElsewhere(long id) {
        bank.inAnotherSession((Session session) -> {
            session.remove(session.find(Wallet.class, id));
            return id;
        });
    }
}
