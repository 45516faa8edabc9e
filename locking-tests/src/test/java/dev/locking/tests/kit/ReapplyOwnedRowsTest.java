package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.ChangeKind;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Basket.Coupon;
import dev.locking.tests.kit.Basket.Line;
import dev.locking.tests.kit.Basket.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Deletes, cascades, associations and collections of a lost attempt, in the transaction of a later one. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ReapplyOwnedRowsTest extends DoorKit {

    private int bodies;

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        return Bank.with(settings, Basket.class, Line.class, Coupon.class);
    }

    /** Basket 1 has two lines and coupon 1; there are coupons 1 to 4. */
    @BeforeEach
    void fillBaskets() {
        bank.inAnotherSession(session -> {
            for (long id = 1; id <= 4; id++) {
                session.persist(new Coupon(id));
            }
            Basket basket = new Basket(1);
            basket.add("bread");
            basket.add("milk");
            basket.coupons.add(session.find(Coupon.class, 1L));
            basket.offers.add(session.find(Coupon.class, 1L));
            session.persist(basket);
            session.persist(new Basket(2));
            return null;
        });
    }

    /** Both have read the basket before either changes it; the other one commits first. */
    private void merge(BiConsumer<Basket, Session> mine, BiConsumer<Basket, Session> theirs) throws Exception {
        door.<@Nullable Object>callReapplying(() -> {
            Basket basket = Basket.load(bank.currentSession());
            bank.currentSession().find(Basket.class, 2L);
            coupon(bank.currentSession(), 4);
            if (++bodies == 1) {
                bank.inAnotherSession(session -> {
                    theirs.accept(Basket.load(session), session);
                    return null;
                });
            }
            mine.accept(basket, bank.currentSession());
            return null;
        });
        assertThat(bodies).as("bodies").isOne();
    }

    private ConflictException surfaced(BiConsumer<Basket, Session> mine, BiConsumer<Basket, Session> theirs) {
        return requireNonNull(catchThrowableOfType(ConflictException.class, () -> merge(mine, theirs)));
    }

    private String committed(Function<Basket, Object> look) {
        return String.valueOf(bank.<Object>inAnotherSession(session -> look.apply(Basket.load(session))));
    }

    private static String texts(Basket basket) {
        return basket.label + basket.note;
    }

    private boolean isThere(Class<?> entity, long id) {
        return bank.<Boolean>inAnotherSession(session -> session.find(entity, id) != null);
    }

    private List<String> articles() {
        return bank.inAnotherSession(
                session -> session.createSelectionQuery("select article from Line order by article", String.class)
                        .getResultList());
    }

    private static List<Long> ids(Set<Coupon> coupons) {
        return coupons.stream().map(Coupon::id).sorted().toList();
    }

    private static Line line(Basket basket, String article) {
        return basket.lines.stream()
                .filter(line -> line.article.equals(article))
                .findFirst()
                .orElseThrow();
    }

    private static Coupon coupon(Session session, long id) {
        return requireNonNull(session.find(Coupon.class, id));
    }

    @Test
    void aRowThatIsDeletedBesideTheConflictIsDeletedAgain() throws Exception {
        merge(
                (mine, session) -> {
                    mine.label = "mine";
                    session.remove(coupon(session, 4));
                },
                (theirs, session) -> theirs.note = "theirs");

        assertThat(committed(ReapplyOwnedRowsTest::texts)).isEqualTo("minetheirs");
        assertThat(isThere(Coupon.class, 4)).isFalse();
    }

    @Test
    void orphansAreRemovedAgainAndNewOnesInserted() throws Exception {
        merge(
                (mine, session) -> {
                    mine.label = "mine";
                    mine.lines.remove(line(mine, "milk"));
                    mine.add("salt");
                },
                (theirs, session) -> theirs.note = "theirs");

        assertThat(committed(ReapplyOwnedRowsTest::texts)).isEqualTo("minetheirs");
        assertThat(articles()).containsExactly("bread", "salt");
    }

    @Test
    void whatBothAddToAnInverseCollectionStays() throws Exception {
        merge(
                (mine, session) -> {
                    mine.label = "mine";
                    mine.add("salt");
                },
                (theirs, session) -> {
                    theirs.note = "theirs";
                    theirs.add("tea");
                });

        assertThat(articles()).containsExactly("bread", "milk", "salt", "tea");
    }

    @Test
    void theDeleteOfARowThatSomebodyChangedIsAConflict() {
        ConflictException surfaced = surfaced(
                (mine, session) -> mine.lines.remove(line(mine, "milk")),
                (theirs, session) -> line(theirs, "milk").article = "cream");

        assertThat(surfaced.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.entityName()).isEqualTo("Line");
            assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_UPDATE);
            assertThat(conflict.changes()).anySatisfy(change -> {
                assertThat(change.name()).isEqualTo("article");
                assertThat(change.kind()).isEqualTo(ChangeKind.MINE_DELETED);
                assertThat(change.theirs()).isEqualTo("cream");
            });
        });
        assertThat(articles()).containsExactly("bread", "cream");
    }

    @Test
    void aDeleteWhoseRowIsGoneIsSurfaced() {
        ConflictException surfaced = surfaced(
                (mine, session) -> {
                    mine.label = "mine";
                    session.remove(coupon(session, 4));
                },
                (theirs, session) -> {
                    theirs.note = "theirs";
                    session.remove(coupon(session, 4));
                });

        assertThat(surfaced.conflicts()).anySatisfy(conflict -> {
            assertThat(conflict.entityName()).isEqualTo("Coupon");
            assertThat(conflict.kind()).isEqualTo(ConflictKind.GONE);
        });
        assertThat(committed(ReapplyOwnedRowsTest::texts)).isEqualTo("labeltheirs");
    }

    @Test
    void aDeleteWhoseRowIsGoneIsFineWhereThatIsDeclared() throws Exception {
        door.<@Nullable Object>callReapplyingUnlessGone(() -> {
            Session session = bank.currentSession();
            Coupon read = coupon(session, 4);
            Basket basket = Basket.load(session);
            if (++bodies == 1) {
                bank.inAnotherSession(other -> {
                    other.remove(coupon(other, 4));
                    Basket.load(other).note = "theirs";
                    return null;
                });
            }
            session.remove(read);
            basket.label = "mine";
            return null;
        });

        assertThat(bodies).as("bodies").isOne();
        assertThat(committed(ReapplyOwnedRowsTest::texts)).isEqualTo("minetheirs");
    }

    @Test
    void aBodyRunsOnceMoreWithoutTheRowWhereGoneIsDeclared() throws Exception {
        String done = door.callUnlessGone(() -> {
            Session session = bank.currentSession();
            Coupon read = session.find(Coupon.class, 4L);
            if (++bodies == 1) {
                bank.inAnotherSession(other -> {
                    other.remove(coupon(other, 4));
                    return null;
                });
            }
            if (read == null) {
                return "was not there";
            }
            session.remove(read);
            return "removed";
        });

        assertThat(done).isEqualTo("was not there");
        assertThat(bodies).isEqualTo(2);
    }

    @Test
    void aBodyThatMeetsARowThatIsGoneAgainIsNotRepeatedForEver() {
        ConflictException surfaced = requireNonNull(catchThrowableOfType(
                ConflictException.class,
                () -> door.callUnlessGone(() -> {
                    long id = 2L + ++bodies;
                    Coupon read = coupon(bank.currentSession(), id);
                    bank.inAnotherSession(other -> {
                        other.remove(coupon(other, id));
                        return null;
                    });
                    read.text = "mine";
                    return "";
                })));

        assertThat(bodies).isEqualTo(2);
        assertThat(surfaced.conflicts().get(0).kind()).isEqualTo(ConflictKind.GONE);
    }

    /** Which the lost attempt had not seen, and would take with it. */
    @Test
    void aDeleteThatWouldCascadeToWhatSomebodyAddedIsAConflict() {
        ConflictException surfaced = surfaced(
                (mine, session) -> {
                    session.remove(mine);
                    requireNonNull(session.find(Basket.class, 2L)).label = "mine";
                },
                (theirs, session) -> {
                    Line added = new Line();
                    added.article = "tea";
                    added.basket = theirs;
                    session.persist(added);
                    requireNonNull(session.find(Basket.class, 2L)).note = "theirs";
                });

        assertThat(surfaced.conflicts()).isNotEmpty();
        assertThat(articles()).contains("tea", "bread", "milk");
    }

    @Test
    void aWholeAggregateIsDeletedAgain() throws Exception {
        merge(
                (mine, session) -> {
                    mine.coupons.clear();
                    session.remove(mine);
                    requireNonNull(session.find(Basket.class, 2L)).label = "mine";
                },
                (theirs, session) -> requireNonNull(session.find(Basket.class, 2L)).note = "theirs");

        assertThat(articles()).isEmpty();
        assertThat(isThere(Basket.class, 1)).isFalse();
        assertThat(bank.<String>inAnotherSession(session -> texts(session.find(Basket.class, 2L))))
                .isEqualTo("minetheirs");
    }

    @Test
    void ownedAssociationsMergeByElementWhereARuleSaysSo() throws Exception {
        merge(
                (mine, session) -> {
                    mine.coupons.add(coupon(session, 2));
                    mine.offers.remove(coupon(session, 1));
                    mine.best = coupon(session, 3);
                },
                (theirs, session) -> {
                    theirs.coupons.add(coupon(session, 3));
                    theirs.offers.add(coupon(session, 4));
                    theirs.note = "theirs";
                });

        assertThat(committed(basket -> ids(basket.coupons))).isEqualTo("[1, 2, 3]");
        assertThat(committed(basket -> ids(basket.offers))).isEqualTo("[4]");
        assertThat(committed(basket -> requireNonNull(basket.best).id() + basket.note))
                .isEqualTo("3theirs");
    }

    @Test
    void whatOneSideChangesOfAListAMapOrEmbeddablesIsTaken() throws Exception {
        merge(
                (mine, session) -> {
                    mine.steps.add(0, "zero");
                    mine.stamps.add(new Stamp("ben", 2));
                },
                (theirs, session) -> {
                    theirs.counts.put("b", 2);
                    theirs.note = "theirs";
                });

        assertThat(committed(basket -> basket.steps)).isEqualTo("[zero, one, two]");
        assertThat(committed(basket -> new TreeMap<>(basket.counts))).isEqualTo("{a=1, b=2}");
        assertThat(committed(basket -> basket.stamps.contains(new Stamp("ben", 2)) && basket.stamps.size() == 2))
                .isEqualTo("true");
    }

    @Test
    void whatBothChangeOfAnOrderedListOrAMapIsNotGuessed() {
        ConflictException surfaced = surfaced(
                (mine, session) -> {
                    mine.steps.add("mine");
                    mine.counts.put("a", 2);
                },
                (theirs, session) -> {
                    theirs.steps.add("theirs");
                    theirs.counts.put("b", 2);
                });

        assertThat(surfaced.conflicts().get(0).changes())
                .extracting(change -> change.name() + " " + change.overlapping())
                .contains("steps true", "counts true");
        assertThat(committed(basket -> basket.steps)).isEqualTo("[one, two, theirs]");
    }
}
