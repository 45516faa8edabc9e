package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** An application with a web server and books, on H2 in memory, for the tests of a class. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WebKit {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({Books.class, Library.class, Meanwhile.class})
    static class App {}

    ConfigurableApplicationContext context;
    Meanwhile meanwhile;
    RestTestClient http;

    /** Classes of beans. */
    List<Class<?>> beans() {
        return List.of();
    }

    List<String> properties() {
        return List.of();
    }

    @BeforeAll
    void start() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(App.class).web(WebApplicationType.SERVLET);
        if (!beans().isEmpty()) {
            application.sources(beans().toArray(Class<?>[]::new));
        }
        context = application
                .properties(
                        "server.port=0",
                        "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "spring.jpa.properties.locking.ledger.create=true",
                        "spring.main.banner-mode=off",
                        "logging.level.root=off")
                .properties(properties().toArray(String[]::new))
                .run();
        meanwhile = context.getBean(Meanwhile.class);
        http = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
                .build();
    }

    @AfterAll
    void close() {
        context.close();
    }

    /** Three books, of version 1. */
    @BeforeEach
    void shelve() {
        elsewhere(session -> {
            session.createMutationQuery("delete from Book").executeUpdate();
            for (long id = 1; id <= 3; id++) {
                session.persist(new Book(id));
            }
        });
        elsewhere(session -> session.createSelectionQuery("from Book", Book.class)
                .getResultList()
                .forEach(book -> book.note = "first"));
    }

    /** In a transaction on a connection of its own. */
    final void elsewhere(Consumer<Session> work) {
        context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class).inTransaction(work);
    }

    final void renamedElsewhere(long id, String title) {
        elsewhere(session -> {
            Book book = session.find(Book.class, id);
            book.title = title;
            book.note = "theirs";
        });
    }

    final Book stored(long id) {
        return context.getBean(EntityManagerFactory.class)
                .unwrap(SessionFactory.class)
                .fromTransaction(session -> session.find(Book.class, id));
    }

    final Answer put(String path, @Nullable String ifMatch, Object body) {
        RestTestClient.RequestBodySpec request = http.put().uri(path);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return answer(request.body(body));
    }

    final Answer get(String path) {
        return answer(http.get().uri(path));
    }

    static Answer answer(RestTestClient.RequestHeadersSpec<?> request) {
        return new Answer(request.exchange().expectBody(Answer.JSON).returnResult());
    }

    /** What a client gets. */
    static final class Answer {

        private static final ParameterizedTypeReference<Map<String, Object>> JSON =
                new ParameterizedTypeReference<>() {};

        private final EntityExchangeResult<Map<String, Object>> result;

        Answer(EntityExchangeResult<Map<String, Object>> result) {
            this.result = result;
        }

        int status() {
            return result.getStatus().value();
        }

        @Nullable
        String header(String name) {
            return result.getResponseHeaders().getFirst(name);
        }

        Map<String, Object> body() {
            Map<String, Object> body = result.getResponseBody();
            return body == null ? Map.of() : body;
        }

        /** Asserts that it is a problem. */
        Answer isProblem(int status, String type) {
            assertThat(body())
                    .containsEntry("type", "https://locking.dev/problems/" + type)
                    .containsEntry("status", status)
                    .containsKeys("title", "detail", "instance", "retry");
            assertThat(status()).isEqualTo(status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            return this;
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> conflicts() {
            return (List<Map<String, Object>>) body().getOrDefault("conflicts", List.of());
        }
    }
}
