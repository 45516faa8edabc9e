package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.ConflictException;
import dev.locking.GroupBusyException;
import dev.locking.spring.web.Books.Rename;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Beside handlers of the application, and those of Boot. */
class OwnHandlersTest extends WebKit {

    private static ConflictException newConflict() {
        return new ConflictException("secret", List.of(), "Library.secret", 1, Duration.ZERO, null);
    }

    @RestControllerAdvice
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static class ForAll extends ResponseEntityExceptionHandler {

        @ExceptionHandler(produces = MediaType.TEXT_PLAIN_VALUE)
        String any(Exception failure) {
            return "any";
        }

        @ExceptionHandler
        ResponseEntity<Map<String, Object>> busy(GroupBusyException failure) {
            return ResponseEntity.status(HttpStatus.LOCKED).body(Map.of("own", failure.group()));
        }

        @ExceptionHandler(DataAccessException.class)
        ResponseEntity<Map<String, Object>> data() {
            return ResponseEntity.status(HttpStatus.LOCKED).body(Map.of("own", "data"));
        }
    }

    @RestController
    static class Failing {

        @PostMapping("/conflict")
        void conflict() {
            throw newConflict();
        }

        @PostMapping("/wrapped")
        void wrapped() throws Exception {
            throw new Exception(new IllegalStateException(newConflict()));
        }

        @PostMapping("/busy")
        void busy() {
            throw new GroupBusyException("secret", "Library.secret", "books", null);
        }

        @PostMapping("/translated")
        void translated() {
            throw new ObjectOptimisticLockingFailureException("secret", newConflict());
        }

        @PostMapping("/other")
        void other() {
            throw new IllegalStateException("other");
        }
    }

    @RestController
    static class FailingAtHome {

        @PostMapping("/home")
        void conflict() {
            throw newConflict();
        }

        @ExceptionHandler(ConflictException.class)
        ResponseEntity<Map<String, Object>> own() {
            return ResponseEntity.status(HttpStatus.LOCKED).body(Map.of("own", "home"));
        }
    }

    static class Functions {

        @Bean
        RouterFunction<ServerResponse> functional() {
            return RouterFunctions.route()
                    .POST("/functional", request -> {
                        throw newConflict();
                    })
                    .build();
        }
    }

    @Override
    List<Class<?>> beans() {
        return List.of(ForAll.class, Failing.class, FailingAtHome.class, Functions.class);
    }

    @Override
    List<String> properties() {
        return List.of("spring.mvc.problemdetails.enabled=true");
    }

    private Answer post(String path) {
        return answer(http.post().uri(path).accept(MediaType.ALL));
    }

    @Test
    void aHandlerOfTheApplicationForAllExceptionsDoesNotMeanConflicts() {
        Answer answer = post("/conflict").isProblem(409, "stale-version");

        assertThat(answer.body().toString()).doesNotContain("secret");
        post("/wrapped").isProblem(409, "stale-version");
        put("/books/1", null, new Rename(null, "mine")).isProblem(428, "version-required");
    }

    @Test
    void aHandlerOfTheApplicationThatMeansTheFailureIsAsked() {
        assertThat(post("/busy").body()).containsEntry("own", "books");
        assertThat(post("/translated").body()).containsEntry("own", "data");
        assertThat(post("/home").body()).containsEntry("own", "home");
    }

    @Test
    void functionsHaveProblemsToo() {
        post("/functional").isProblem(409, "stale-version");
    }

    @Test
    void otherFailuresAreAnsweredAsEver() {
        String any = http.post()
                .uri("/other")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        Answer notAllowed = post("/books/1");

        assertThat(any).isEqualTo("any");
        assertThat(notAllowed.status()).isEqualTo(405);
        assertThat(notAllowed.body())
                .containsEntry("title", "Method Not Allowed")
                .doesNotContainKey("retry");
    }
}
