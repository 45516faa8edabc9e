package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.Attempt;
import dev.locking.AttributeChange;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.spi.NotReapplicableException;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door.Work;
import dev.locking.tests.kit.Article.Comment;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The body runs once, and what it had changed is merged with what others have changed meanwhile, or nothing is. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ReapplyTest extends DoorKit {

    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger actions = new AtomicInteger();

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        return Bank.with(settings, Article.class, Comment.class);
    }

    @BeforeEach
    void openArticles() {
        bank.inAnotherSession(session -> {
            session.persist(new Article(1));
            session.persist(new Article(2));
            return null;
        });
    }

    private Article find(Session session) {
        return session.find(Article.class, 1L);
    }

    /** Both have read the article before either changes it; the other one commits first. */
    private <T> T reapply(Work<T> mine, Consumer<Article> theirs) throws Exception {
        return door.callReapplying(() -> {
            Hibernate.initialize(find(bank.currentSession()).tags);
            Hibernate.initialize(find(bank.currentSession()).keywords);
            if (bodies.incrementAndGet() == 1) {
                elsewhere(theirs);
            }
            Attempt.current().afterCommit(actions::incrementAndGet);
            return mine.run();
        });
    }

    private void elsewhere(Consumer<Article> change) {
        bank.inAnotherSession(session -> {
            change.accept(find(session));
            return null;
        });
    }

    private void merge(Consumer<Article> mine, Consumer<Article> theirs) throws Exception {
        this.<@Nullable Object>reapply(
                () -> {
                    mine.accept(find(bank.currentSession()));
                    return null;
                },
                theirs);
    }

    private ConflictException surfaced(Consumer<Session> mine, Consumer<Article> theirs) {
        return requireNonNull(catchThrowableOfType(
                ConflictException.class,
                () -> this.<@Nullable Object>reapply(
                        () -> {
                            mine.accept(bank.currentSession());
                            return null;
                        },
                        theirs)));
    }

    private Article committed() {
        return bank.inAnotherSession(session -> {
            Article article = find(session);
            assertThat(article.tags.size() + article.keywords.size()).isPositive();
            return article;
        });
    }

    private void assertReappliedOnce() {
        assertThat(bodies).as("bodies").hasValue(1);
        assertThat(committed().version).as("version").isEqualTo(2);
        assertThat(meters.get("locking.executions").tag("outcome", "reapplied").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isOne();
    }

    @Test
    void disjointChangesBothStayAndTheBodyRunsOnce() throws Exception {
        merge(mine -> mine.title = "mine", theirs -> theirs.text = "theirs");

        assertThat(committed())
                .extracting(article -> article.title, article -> article.text)
                .containsExactly("mine", "theirs");
        assertThat(actions).as("actions after the commit").hasValue(1);
        assertReappliedOnce();
    }

    @Test
    void entityCallbacksSeeTheMergedRow() throws Exception {
        merge(mine -> mine.title = "mine", theirs -> theirs.text = "theirs");

        assertThat(committed().seen).isEqualTo("mine/theirs");
    }

    @Test
    void anOverlapWithoutARuleIsNeverMerged() {
        ConflictException surfaced = surfaced(
                session -> {
                    find(session).title = "mine";
                    find(session).views += 5;
                },
                theirs -> {
                    theirs.title = "theirs";
                    theirs.views += 7;
                });

        Conflict conflict = surfaced.conflicts().get(0);
        assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_UPDATE);
        assertThat(conflict.changes().stream().filter(AttributeChange::overlapping))
                .extracting(
                        AttributeChange::name, AttributeChange::base, AttributeChange::mine, AttributeChange::theirs)
                .containsExactly(tuple("title", "title", "mine", "theirs"));
        assertThat(surfaced).hasMessageContaining("both changed title");
        assertThat(committed())
                .extracting(article -> article.title, article -> article.views)
                .containsExactly("theirs", 7L);
        assertThat(bodies).hasValue(1);
        assertThat(actions).hasValue(0);
    }

    @Test
    void rulesDecideWhereBothChangedTheSame() throws Exception {
        merge(
                mine -> {
                    mine.views += 5;
                    mine.price = mine.price.add(new BigDecimal("1.50"));
                    mine.rank = 3;
                    mine.mine = "mine";
                    mine.theirs = "mine";
                    mine.longest = "the longest of them";
                },
                theirs -> {
                    theirs.views += 7;
                    theirs.price = theirs.price.subtract(new BigDecimal("0.25"));
                    theirs.rank = 2;
                    theirs.mine = "theirs";
                    theirs.theirs = "theirs";
                    theirs.longest = "short";
                });

        Article merged = committed();
        assertThat(merged.views).isEqualTo(12);
        assertThat(merged.price).isEqualTo(new BigDecimal("11.25"));
        assertThat(merged.rank).isEqualTo(3);
        assertThat(merged.mine).isEqualTo("mine");
        assertThat(merged.theirs).isEqualTo("theirs");
        assertThat(merged.longest).isEqualTo("the longest of them");
        assertReappliedOnce();
    }

    @Test
    void twoEqualDepositsAreBothCounted() throws Exception {
        merge(mine -> mine.views += 50, theirs -> theirs.views += 50);

        assertThat(committed().views).isEqualTo(100);
    }

    @Test
    void equalChangesThatHaveNoSumOverlap() {
        ConflictException surfaced = surfaced(
                session -> {
                    find(session).views = Long.MAX_VALUE;
                    find(session).title = "mine";
                },
                theirs -> {
                    theirs.views = Long.MAX_VALUE;
                    theirs.text = "theirs";
                });

        assertThat(surfaced).hasMessageContaining("both changed views");
        assertThat(surfaced.conflicts()).noneMatch(Conflict::isFalseConflict);
    }

    @Test
    void equalChangesAndNullsAreNoConflict() throws Exception {
        merge(
                mine -> {
                    mine.title = "same";
                    mine.text = null;
                },
                theirs -> {
                    theirs.title = "same";
                    theirs.text = null;
                    theirs.rank = 9;
                });

        assertThat(committed())
                .extracting(article -> article.title, article -> article.text, article -> article.rank)
                .containsExactly("same", null, 9);
    }

    @Test
    void embeddablesMergeByAttribute() throws Exception {
        merge(mine -> mine.size.width = 2, theirs -> theirs.size.height = 3);

        assertThat(committed().size)
                .extracting(size -> size.width, size -> size.height)
                .containsExactly(2, 3);
    }

    @Test
    void collectionsMergeByElementWhereARuleSaysSo() throws Exception {
        merge(
                mine -> {
                    mine.tags.add("mine");
                    mine.tags.remove("a");
                    mine.keywords.add("only mine");
                },
                theirs -> {
                    theirs.tags.add("theirs");
                    theirs.tags.remove("b");
                });

        assertThat(committed().tags).containsExactlyInAnyOrder("mine", "theirs");
        assertThat(committed().keywords).containsExactlyInAnyOrder("k", "only mine");
    }

    @Test
    void collectionsThatBothChangedAreNotMergedWithoutARule() {
        ConflictException surfaced =
                surfaced(session -> find(session).keywords.add("mine"), theirs -> theirs.keywords.add("theirs"));

        assertThat(surfaced).hasMessageContaining("both changed keywords");
        assertThat(committed().keywords).containsExactlyInAnyOrder("k", "theirs");
    }

    @Test
    void insertsAreInsertedAgainUnderAFreshKeyAndReferToTheMergedRow() throws Exception {
        Comment stale = new Comment();
        Comment returned = reapply(
                () -> {
                    Article article = find(bank.currentSession());
                    stale.text = "new";
                    stale.article = article;
                    stale.marks.add("mark");
                    bank.currentSession().persist(stale);
                    article.best = stale;
                    article.title = "mine";
                    return stale;
                },
                theirs -> theirs.text = "theirs");

        bank.inAnotherSession(session -> {
            Article article = find(session);
            assertThat(article.comments).singleElement().satisfies(comment -> {
                assertThat(comment.text).isEqualTo("new");
                assertThat(comment.marks).containsExactly("mark");
                assertThat(comment.id).isEqualTo(returned.id);
                assertThat(comment).isSameAs(article.best);
            });
            return null;
        });
        assertThat(returned).isNotSameAs(stale);
        assertReappliedOnce();
    }

    @Test
    void whatIsReturnedIsTheMergedEntityAndNotTheStaleOne() throws Exception {
        List<Article> stale = new ArrayList<>();
        List<Article> returned = reapply(
                () -> {
                    stale.add(find(bank.currentSession()));
                    stale.get(0).title = "mine";
                    return List.of(stale.get(0));
                },
                theirs -> theirs.text = "theirs");

        assertThat(returned).singleElement().isNotSameAs(stale.get(0));
        assertThat(returned.get(0))
                .extracting(article -> article.title, article -> article.text, article -> article.version)
                .containsExactly("mine", "theirs", 2L);
    }

    @Test
    void aRowThatIsGoneIsSurfacedAndNeverInsertedAgain() {
        ConflictException surfaced = requireNonNull(catchThrowableOfType(
                ConflictException.class,
                () -> door.<@Nullable Object>callReapplying(() -> {
                    find(bank.currentSession()).title = "mine";
                    bank.inAnotherSession(session -> {
                        session.remove(find(session));
                        return null;
                    });
                    return null;
                })));

        assertThat(surfaced.conflicts().get(0).kind()).isEqualTo(ConflictKind.GONE);
    }

    @Test
    void statementsOfTheBodysOwnAreNotLost() {
        ConflictException surfaced = surfaced(
                session -> {
                    session.createMutationQuery("update Article a set a.rank = 5 where a.id = 2")
                            .executeUpdate();
                    find(session).title = "mine";
                },
                theirs -> theirs.text = "theirs");

        assertThat(surfaced.getCause().getSuppressed())
                .anySatisfy(reason -> assertThat(reason)
                        .isInstanceOf(NotReapplicableException.class)
                        .hasMessageContaining("statement of its own"));
        assertThat(committed().title).isEqualTo("title");
    }

    @Test
    void aConflictInsideTheBodyIsSurfaced() {
        ConflictException surfaced = surfaced(
                session -> {
                    find(session).title = "mine";
                    session.flush();
                },
                theirs -> theirs.text = "theirs");

        assertThat(surfaced).hasMessageContaining("the body had not returned");
        assertThat(bodies).hasValue(1);
    }

    @Test
    void changesOfSeveralFlushesAreOneChange() throws Exception {
        door.<@Nullable Object>callReapplying(() -> {
            Session session = bank.currentSession();
            Article other = session.find(Article.class, 2L);
            other.title = "first";
            other.tags.add("first");
            session.flush();
            other.text = "second";
            other.tags.add("second");
            session.flush();
            find(session).title = "mine";
            if (bodies.incrementAndGet() == 1) {
                elsewhere(theirs -> theirs.text = "theirs");
            }
            return null;
        });

        bank.inAnotherSession(session -> {
            Article other = session.find(Article.class, 2L);
            assertThat(other.title + other.text).isEqualTo("firstsecond");
            assertThat(other.tags).containsExactlyInAnyOrder("a", "b", "first", "second");
            return null;
        });
        assertReappliedOnce();
    }

    @Test
    void sumsOfManyAtTheSameTimeAreExact() throws Exception {
        int threads = 4;
        CyclicBarrier allHaveRead = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 1; i <= threads; i++) {
                long amount = i;
                calls.add(() -> {
                    door.<@Nullable Object>callReapplying(() -> {
                        Article article = find(bank.currentSession());
                        allHaveRead.await();
                        article.views += amount;
                        bodies.incrementAndGet();
                        return null;
                    });
                    return null;
                });
            }
            for (Future<Void> call : pool.invokeAll(calls)) {
                call.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(committed().views).isEqualTo(1 + 2 + 3 + 4);
        assertThat(bodies).as("bodies").hasValue(threads);
    }

    @Test
    void aConflictIsSurfacedAtOnceWhereThatIsDeclared() {
        ConflictException surfaced = requireNonNull(catchThrowableOfType(
                ConflictException.class,
                () -> door.<@Nullable Object>callSurfacing(() -> {
                    find(bank.currentSession()).title = "mine";
                    bodies.incrementAndGet();
                    elsewhere(theirs -> theirs.text = "theirs");
                    return null;
                })));

        assertThat(surfaced).hasMessageContaining("resolution = SURFACE");
        assertThat(bodies).hasValue(1);
    }
}
