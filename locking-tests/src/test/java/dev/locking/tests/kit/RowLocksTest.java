package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.tests.databases.Database;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever has lost on a row has it locked in the next attempt, however it is mapped, and no other row. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class RowLocksTest extends DoorKit {

    @MappedSuperclass
    abstract static class Counted {

        @Version
        long version;

        long count;
    }

    @Embeddable
    record Place(String street, int number) {}

    @Entity(name = "House")
    static class House extends Counted {

        @EmbeddedId
        @Nullable
        Place place;
    }

    record SeatKey(int line, int seat) {}

    @Entity(name = "Seat")
    @IdClass(SeatKey.class)
    static class Seat extends Counted {

        @Id
        int line;

        @Id
        int seat;
    }

    @Entity(name = "Shape")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Shape extends Counted {

        @Id
        long id;
    }

    @Entity(name = "Circle")
    static class Circle extends Shape {

        long radius;
    }

    @Entity(name = "Ticket")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Ticket extends Counted {

        @Id
        long id;
    }

    @Entity(name = "Pass")
    static class Pass extends Ticket {

        int days;
    }

    @Entity(name = "Letter")
    @SecondaryTable(name = "LetterText")
    static class Letter extends Counted {

        @Id
        long id;

        @Column(table = "LetterText")
        @Nullable
        String text;
    }

    /** Its wallet is fetched with it. */
    @Entity(name = "Voucher")
    static class Voucher extends Counted {

        @Id
        long id;

        @ManyToOne
        @Nullable
        Wallet wallet;
    }

    /** READ COMMITTED, as everywhere a lock helps. */
    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.put("hibernate.connection.isolation", "READ_COMMITTED");
        return Bank.with(
                settings,
                House.class,
                Seat.class,
                Shape.class,
                Circle.class,
                Ticket.class,
                Pass.class,
                Letter.class,
                Voucher.class);
    }

    @Test
    void aRowWithAnEmbeddedIdIsLocked() throws Exception {
        House house = new House();
        house.place = new Place("Long Lane", 7);
        isLockedOnceItWasLost(house, new Place("Long Lane", 7), "House");
    }

    @Test
    void aRowWithAnIdClassIsLocked() throws Exception {
        Seat seat = new Seat();
        seat.line = 3;
        seat.seat = 12;
        isLockedOnceItWasLost(seat, new SeatKey(3, 12), "Seat");
    }

    @Test
    void aRowOfJoinedTablesIsLocked() throws Exception {
        isLockedOnceItWasLost(new Circle(), 0L, "Shape");
    }

    @Test
    void aRowOfATableForEachClassIsLocked() throws Exception {
        isLockedOnceItWasLost(new Pass(), 0L, "Pass");
    }

    /** Which of the tables has it is not known, and a union cannot be locked. */
    @Test
    void whatMayBeInAnotherTableIsReadAgainWithoutALock() throws Exception {
        isReadAgainOnceItWasLost(new Ticket(), 0L, () -> {});
    }

    @Test
    void aRowWithASecondTableIsLocked() throws Exception {
        isLockedOnceItWasLost(new Letter(), 0L, "Letter");
    }

    /** @param table that has the version */
    private void isLockedOnceItWasLost(Counted row, Object id, String table) throws Exception {
        isReadAgainOnceItWasLost(
                row,
                id,
                () -> assertThatThrownBy(() -> lock(table))
                        .isInstanceOfAny(PessimisticLockException.class, LockTimeoutException.class));
    }

    private void isReadAgainOnceItWasLost(Counted row, Object id, Runnable then) throws Exception {
        bank.inAnotherSession(session -> {
            session.persist(row);
            return null;
        });

        door.call(() -> {
            requireNonNull(bank.currentSession().find(row.getClass(), id)).count += 1;
            if (++attempts == 1) {
                bank.inAnotherSession(session -> session.find(row.getClass(), id).count += 10);
            } else {
                then.run();
            }
            return null;
        });

        assertThat(attempts).as("bodies").isEqualTo(2);
        assertThat(bank.<Long>inAnotherSession(session -> session.find(row.getClass(), id).count))
                .isEqualTo(11);
    }

    private void lock(String table) {
        bank.inAnotherSession(
                session -> session.createNativeQuery("select version from " + table + " for update nowait", Long.class)
                        .getResultList());
    }

    @Test
    void whatIsFetchedWithARowIsNotLocked() throws Exception {
        Voucher voucher = new Voucher();
        voucher.wallet = bank.committed(WALLET);

        isReadAgainOnceItWasLost(voucher, 0L, () -> bank.creditElsewhere(WALLET, 7));

        assertThat(bank.balance(WALLET)).isEqualTo(107);
    }
}
