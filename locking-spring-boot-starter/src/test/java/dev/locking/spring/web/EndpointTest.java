package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spring.LockingAutoConfiguration;
import dev.locking.spring.LockingEndpointAutoConfiguration;
import dev.locking.spring.web.Books.Rename;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** {@code /actuator/locking}. */
class EndpointTest extends WebKit {

    @Override
    List<String> properties() {
        return List.of(
                "management.endpoints.web.exposure.include=locking",
                "locking.operations.Library.renameAl.max-delay=3s");
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> report(String part) {
        Answer answer = get("/actuator/locking");
        assertThat(answer.status()).isEqualTo(200);
        return (List<Map<String, Object>>) answer.body().getOrDefault(part, List.of());
    }

    @Test
    void methodsAreShownWithTheirPolicyAndItsSources() {
        assertThat(report("operations"))
                .filteredOn("name", "Library.renameAll")
                .singleElement()
                .extracting("settings")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("max-retries", Map.of("value", "1", "source", "annotation"))
                .containsEntry("delay", Map.of("value", "PT0.005S", "source", "default"));
        assertThat(report("operations"))
                .filteredOn("name", "Library.inTurn")
                .singleElement()
                .satisfies(
                        method -> assertThat(method.get("settings")).asString().contains("books"));
        assertThat(report("operations")).extracting("name").doesNotContain("Library.find");
    }

    @Test
    void settingsOfOperationsThatNobodyHasAreShown() {
        assertThat(report("unusedSettings"))
                .singleElement()
                .satisfies(unused -> assertThat(unused)
                        .containsEntry("name", "locking.operations.Library.renameAl.max-delay")
                        .containsEntry("source", "Spring")
                        .containsEntry("near", "Library.renameAll"));
    }

    @Test
    void callsAndConflictsAreCountedAndFalseOnesHaveAHint() {
        meanwhile.then(() -> elsewhere(session -> session.find(Book.class, 1L).code = "theirs"));
        put("/books/1/counted", null, new Rename(null, "mine")).isProblem(409, "stale-version");

        assertThat(report("counts"))
                .filteredOn("operation", "Library.renameCounted")
                .singleElement()
                .satisfies(counts -> {
                    assertThat(counts.get("executions")).isEqualTo(Map.of("surfaced", 1));
                    assertThat(counts.get("conflicts"))
                            .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                            .singleElement()
                            .satisfies(conflict -> {
                                assertThat(conflict.get("entity")).isEqualTo("Book");
                                assertThat(conflict.get("falseConflicts")).isEqualTo(1);
                                assertThat(String.valueOf(conflict.get("hint"))).contains("a merge");
                            });
                });
    }

    @Test
    void whoIsInsideOfAGroupIsSeen() {
        assertThat(report("holders")).isEmpty();

        meanwhile.then(() -> {
            answer(http.post().uri("/books/7/turn")).isProblem(409, "busy");
            assertThat(report("holders"))
                    .singleElement()
                    .satisfies(holder -> assertThat(holder)
                            .containsEntry("group", "books")
                            .containsEntry("operation", "Library.inTurn")
                            .containsKeys("thread", "heldForMillis"));
        });
        assertThat(answer(http.post().uri("/books/7/turn")).status()).isEqualTo(200);

        assertThat(report("holders")).isEmpty();
    }

    @Test
    void withoutTheActuatorOrItsExposureThereIsNoEndpoint() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LockingAutoConfiguration.class, LockingEndpointAutoConfiguration.class));

        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("lockingEndpoint"));
        runner.withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("lockingEndpoint"));
        runner.withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("lockingEndpoint"));
    }
}
