package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.ChangeKind;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.hibernate.Snapshot;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Article.Comment;
import dev.locking.tests.kit.Basket.Coupon;
import dev.locking.tests.kit.Basket.Line;
import dev.locking.tests.kit.Basket.Stamp;
import dev.locking.tests.kit.Basket.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody reads a basket, edits it outside of any transaction, and saves it when others have changed it. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class SnapshotTest extends DoorKit {

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        return Bank.with(settings, Basket.class, Line.class, Coupon.class, Article.class, Comment.class);
    }

    @BeforeEach
    void fillBaskets() {
        bank.inAnotherSession(session -> {
            for (long id = 1; id <= 3; id++) {
                session.persist(new Coupon(id));
            }
            session.persist(new Basket(1));
            session.persist(new Article(1));
            return null;
        });
    }

    private Basket read() {
        return bank.inAnotherSession(Basket::load);
    }

    private void elsewhere(Consumer<Basket> change) {
        bank.inAnotherSession(session -> {
            change.accept(Basket.load(session));
            return null;
        });
    }

    private Basket save(Basket edited, Snapshot base) throws Exception {
        return door.call(() -> base.rebase(edited, bank.currentSession()));
    }

    private Conflict refused(Basket edited, Snapshot base) {
        ConflictException surfaced =
                requireNonNull(catchThrowableOfType(ConflictException.class, () -> save(edited, base)));
        assertThat(surfaced.attempts()).isOne();
        assertThat(surfaced.conflicts()).hasSize(1);
        return surfaced.conflicts().get(0);
    }

    /** What JSON makes of it: maps and lists are others, and every number may have become another type. */
    private static Snapshot travelled(Snapshot base) {
        return Snapshot.from(asRead(base.toMap()));
    }

    private static Map<String, @Nullable Object> asRead(Map<?, ?> map) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        map.forEach((key, value) -> read.put((String) key, asRead(value)));
        return read;
    }

    private static @Nullable Object asRead(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return asRead(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> read = new ArrayList<>();
            list.forEach(one -> read.add(asRead(one)));
            return read;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        assertThat(value == null || value instanceof String || value instanceof Boolean || value instanceof Number)
                .as("JSON has " + value)
                .isTrue();
        return value instanceof Long number ? (Object) number.intValue() : value;
    }

    private static void editEverything(Basket edited, Coupon two) {
        edited.label = "mine";
        edited.state = State.PAID;
        edited.due = LocalDate.of(2026, 12, 24);
        edited.total = new BigDecimal("19.50");
        edited.picture = new byte[] {3};
        edited.coupons.add(two);
        edited.best = two;
        edited.steps.add("three");
        edited.counts.put("b", 2);
        edited.stamps.add(new Stamp("ben", 2));
    }

    private void assertEverythingIsEdited() {
        Basket saved = read();
        assertThat(saved.label + saved.note + saved.state + saved.due + saved.total)
                .isEqualTo("minetheirsPAID2026-12-2419.50");
        assertThat(saved.picture).containsExactly(3);
        assertThat(saved.coupons.stream().map(Coupon::id)).containsExactly(2L);
        assertThat(requireNonNull(saved.best).id()).isEqualTo(2L);
        assertThat(saved.steps).containsExactly("one", "two", "three");
        assertThat(saved.counts).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(saved.stamps).isEqualTo(Set.of(new Stamp("anna", 1), new Stamp("ben", 2)));
    }

    @Test
    void whatWasEditedIsBroughtOntoTheRowAsItIs() throws Exception {
        Basket edited = read();
        Snapshot base = Snapshot.of(edited);
        editEverything(edited, bank.inAnotherSession(session -> session.find(Coupon.class, 2L)));
        elsewhere(theirs -> theirs.note = "theirs");

        Basket saved = save(edited, base);

        assertThat(saved).isNotSameAs(edited);
        assertThat(saved.note).isEqualTo("theirs");
        assertEverythingIsEdited();
        assertThat(base.version()).isEqualTo(0L);
    }

    @Test
    void soItIsAfterAJourneyThroughJson() throws Exception {
        Basket edited = read();
        Snapshot base = travelled(Snapshot.of(edited));
        editEverything(edited, bank.inAnotherSession(session -> session.find(Coupon.class, 2L)));
        elsewhere(theirs -> theirs.note = "theirs");

        save(edited, base);

        assertEverythingIsEdited();
    }

    @Test
    void soItIsAfterSerialization() throws Exception {
        Basket edited = read();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(Snapshot.of(edited));
        Snapshot base = (Snapshot) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        edited.label = "mine";
        elsewhere(theirs -> theirs.note = "theirs");

        save(edited, base);

        assertThat(read().label + read().note).isEqualTo("minetheirs");
    }

    @Test
    void whatBothChangedIsAConflictWithAllThreeValues() {
        Basket edited = read();
        Snapshot base = travelled(Snapshot.of(edited));
        edited.label = "mine";
        edited.note = "mine too";
        elsewhere(theirs -> theirs.label = "theirs");

        Conflict conflict = refused(edited, base);

        assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_UPDATE);
        assertThat(conflict.baseVersion()).isEqualTo(0L);
        assertThat(conflict.currentVersion()).isEqualTo(1L);
        assertThat(conflict.changes().get(0).kind()).isEqualTo(ChangeKind.OVERLAPPING);
        assertThat(conflict.changes().get(0))
                .extracting(change -> change.base() + " " + change.mine() + " " + change.theirs())
                .isEqualTo("label mine theirs");
        assertThat(read().label + read().note).isEqualTo("theirsnote");
    }

    @Test
    void rulesDecideAsInAnAttempt() throws Exception {
        Article edited = bank.inAnotherSession(session -> session.find(Article.class, 1L));
        Snapshot base = Snapshot.of(edited, "views", "price", "rank");
        edited.views += 5;
        edited.price = edited.price.add(new BigDecimal("0.50"));
        edited.rank = 7;
        edited.title = "is not in the snapshot";
        bank.inAnotherSession(session -> {
            Article theirs = session.find(Article.class, 1L);
            theirs.views += 3;
            theirs.price = theirs.price.add(new BigDecimal("1.25"));
            theirs.rank = 4;
            return null;
        });

        Article saved = door.call(() -> base.rebase(edited, bank.currentSession()));

        assertThat(saved.views).isEqualTo(8);
        assertThat(saved.price).isEqualTo(new BigDecimal("11.75"));
        assertThat(saved.rank).isEqualTo(7);
        assertThat(saved.title).isEqualTo("title");
    }

    @Test
    void aConflictWhileItIsSavedIsRetriedAndRebasedAgain() throws Exception {
        Basket edited = read();
        Snapshot base = Snapshot.of(edited);
        edited.label = "mine";

        door.call(() -> {
            Basket saved = base.rebase(edited, bank.currentSession());
            if (++attempts == 1) {
                elsewhere(theirs -> theirs.note = "theirs");
            }
            return saved;
        });

        assertThat(attempts).isEqualTo(2);
        assertThat(read().label + read().note).isEqualTo("minetheirs");
    }

    @Test
    void aRowThatIsGoneIsAConflict() {
        Basket edited = read();
        Snapshot base = Snapshot.of(edited);
        edited.label = "mine";
        bank.inAnotherSession(session -> {
            session.remove(Basket.load(session));
            return null;
        });

        assertThat(refused(edited, base).kind()).isEqualTo(ConflictKind.GONE);
    }

    /** It was not loaded when the snapshot was taken, so nobody knows whether the edit changed it. */
    @Test
    void whatWasNotReadIsAConflictIfItIsThere() {
        Basket edited = bank.inAnotherSession(session -> session.find(Basket.class, 1L));
        Snapshot base = Snapshot.of(edited);
        edited.label = "mine";
        edited.counts = new HashMap<>(Map.of("c", 3));

        assertThat(refused(edited, base).changes()).anySatisfy(change -> {
            assertThat(change.name()).isEqualTo("counts");
            assertThat(change.kind()).isEqualTo(ChangeKind.BASE_UNKNOWN);
        });
    }

    @Test
    void whatWasNotReadAndIsNotThereStays() throws Exception {
        Basket edited = bank.inAnotherSession(session -> session.find(Basket.class, 1L));
        Snapshot base = travelled(Snapshot.of(edited));
        edited.label = "mine";

        save(edited, base);

        assertThat(read().label + read().counts).isEqualTo("mine{a=1}");
    }

    @Test
    void whatCannotBeIsRefused() {
        Basket edited = read();
        Snapshot base = Snapshot.of(edited);
        Article other = bank.inAnotherSession(session -> session.find(Article.class, 1L));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Snapshot.of(edited, "lable"))
                .withMessageContaining("Basket has no attribute \"lable\" that could be edited. There are [");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> door.call(() -> base.rebase(other, bank.currentSession())))
                .withMessageContaining("This is a snapshot of Basket 1, and not of Article 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> door.call(() -> base.rebase(Basket.load(bank.currentSession()), bank.currentSession())))
                .withMessageContaining("is managed");
        edited.offers = new HashSet<>(Set.of(new Coupon(0)));
        edited.best = new Coupon(9);
        assertThatIllegalArgumentException().isThrownBy(() -> Snapshot.from(Map.of("entity", "Basket")));
        assertThatIllegalArgumentException().isThrownBy(() -> Snapshot.of("no entity"));
    }
}
