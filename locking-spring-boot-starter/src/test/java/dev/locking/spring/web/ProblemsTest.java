package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spring.web.Books.Rename;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a client is told when a request fails for the sake of others. */
class ProblemsTest extends WebKit {

    /** Loses the connection when the next commit was sent, and applied. */
    static class Unreliable implements BeanPostProcessor {

        static final AtomicBoolean COMMIT_UNANSWERED = new AtomicBoolean();

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource source ? new Source(source) : bean;
        }

        private static final class Source extends DelegatingDataSource {

            Source(DataSource target) {
                super(target);
            }

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        Source.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            Object result = invoke(connection, method, arguments);
                            if (method.getName().equals("commit") && COMMIT_UNANSWERED.compareAndSet(true, false)) {
                                throw new SQLException("the connection was lost", "08006");
                            }
                            return result;
                        });
            }

            private static Object invoke(Connection connection, Method method, Object[] arguments) throws Throwable {
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
    }

    @Override
    List<Class<?>> beans() {
        return List.of(Unreliable.class);
    }

    private static Rename to(String title) {
        return new Rename(null, title);
    }

    @Test
    void aVersionOfIfMatchThatIsStaleIs412WithBothVersions() {
        renamedElsewhere(1, "theirs");

        Answer answer = put("/books/1", "\"1\"", to("mine"));

        answer.isProblem(412, "stale-version");
        assertThat(answer.body())
                .containsEntry("retry", "reload")
                .containsEntry("instance", "/books/1")
                .containsEntry(
                        "detail",
                        "Book 1 was changed by someone else: it has version 2, and this is about version 1. Nothing was done.")
                .doesNotContainKeys("message", "operation", "attempts");
        assertThat(answer.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict)
                        .containsEntry("entity", "Book")
                        .containsEntry("id", 1)
                        .containsEntry("baseVersion", 1)
                        .containsEntry("currentVersion", 2));
        assertThat(answer.header("Retry-After")).isNull();
        assertThat(stored(1).title).isEqualTo("theirs");
    }

    @Test
    void aVersionOfTheBodyThatIsStaleIs409() {
        renamedElsewhere(1, "theirs");

        put("/books/1/body", null, new Rename(1L, "mine")).isProblem(409, "stale-version");
        put("/books/1/body", "\"2\"", new Rename(1L, "mine")).isProblem(409, "stale-version");

        assertThat(stored(1).title).isEqualTo("theirs");
    }

    @Test
    void aChangeBetweenReadAndWriteIsToldByAttributeAndShownAttributesHaveValues() {
        meanwhile.then(() -> renamedElsewhere(1, "theirs"));

        Answer answer = put("/books/1/once", null, to("mine")).isProblem(409, "stale-version");

        assertThat(answer.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict).containsEntry("falseConflict", false).doesNotContainKey("hint");
            assertThat(conflict.get("changes"))
                    .isEqualTo(List.of(
                            Map.of("attribute", "note", "kind", "OVERLAPPING", "overlapping", true, "shown", false),
                            Map.of(
                                    "attribute", "title",
                                    "kind", "OVERLAPPING",
                                    "overlapping", true,
                                    "shown", true,
                                    "base", "title",
                                    "mine", "mine",
                                    "theirs", "theirs")));
        });
    }

    @Test
    void aRaceOnTheVersionOfIfMatchIs412() {
        meanwhile.then(() -> renamedElsewhere(1, "theirs"));

        put("/books/1/once", "\"1\"", to("mine")).isProblem(412, "stale-version");
    }

    @Test
    void whoLosesEachTimeIsToldToComeLater() {
        meanwhile.then(() -> renamedElsewhere(1, "theirs"));
        meanwhile.then(() -> renamedElsewhere(2, "theirs"));

        Answer answer = put("/books/all", null, to("mine")).isProblem(409, "busy");

        assertThat(answer.body()).containsEntry("retry", "later");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict).containsEntry("id", 2));
    }

    @Test
    void whatOthersHaveDeletedIsGone() {
        meanwhile.then(() -> elsewhere(session -> session.remove(session.find(Book.class, 1L))));

        put("/books/1/once", null, to("mine")).isProblem(409, "gone");
    }

    @Test
    void whatOthersHaveDeletedHasNoVersionForIfMatch() {
        meanwhile.then(() -> elsewhere(session -> session.remove(session.find(Book.class, 1L))));
        put("/books/1/once", "\"1\"", to("mine")).isProblem(412, "gone");

        meanwhile.then(() -> elsewhere(session -> session.remove(session.find(Book.class, 2L))));
        put("/books/2/once", "*", to("mine")).isProblem(412, "gone");
    }

    @Test
    void whatOthersHaveInsertedIsADuplicate() {
        meanwhile.then(() -> elsewhere(session -> {
            Book book = new Book(5);
            book.code = "code";
            session.persist(book);
        }));

        Answer answer = answer(http.post().uri("/books/4/code")).isProblem(409, "duplicate");

        assertThat(answer.body()).containsEntry("retry", "never");
        assertThat(answer.header("Retry-After")).isNull();
    }

    @Test
    void whoFindsTheTurnTakenIsToldToComeLater() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        meanwhile.then(() -> {
            inside.countDown();
            await(refused);
        });
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<Answer> first = other.submit(() -> answer(http.post().uri("/books/1/turn")));
        await(inside);

        Answer answer = answer(http.post().uri("/books/1/turn"));
        refused.countDown();

        answer.isProblem(409, "busy");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body()).containsEntry("group", "books").containsKey("heldForMillis");
        assertThat(answer.body().toString()).doesNotContain("Library").doesNotContain("thread");
        assertThat(first.get().status()).isEqualTo(200);
        other.shutdown();
    }

    @Test
    void aCommitThatNobodyAnsweredIsNotToBeSentAgain() {
        Unreliable.COMMIT_UNANSWERED.set(true);

        Answer answer = put("/books/1/once", null, to("mine")).isProblem(500, "unknown-outcome");

        assertThat(answer.body()).containsEntry("retry", "check");
        assertThat(answer.header("Retry-After")).isNull();
        assertThat(stored(1).title).isEqualTo("mine");
    }

    @Test
    void aKeyThatStandsForAnotherRequestIs422() {
        assertThat(answer(http.post().uri("/books/1/key").header("Idempotency-Key", "k"))
                        .status())
                .isEqualTo(200);

        answer(http.post().uri("/books/2/key").header("Idempotency-Key", "k")).isProblem(422, "idempotency-key-reused");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
