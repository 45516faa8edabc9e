package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spring.web.CustomerController.NewName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller that the documentation shows. */
class DocumentedControllerTest extends WebKit {

    @Override
    List<Class<?>> beans() {
        return List.of(CustomerController.class, Customers.class);
    }

    @BeforeEach
    void oneCustomerOfVersion7() {
        elsewhere(session -> {
            session.createMutationQuery("delete from Customer").executeUpdate();
            session.persist(new Customer(1, "Ada"));
            session.flush();
            session.createNativeMutationQuery("update Customer set version = 7").executeUpdate();
        });
    }

    @Test
    void aTagComesBackAndTheNextOneGoesOut() {
        assertThat(get("/customers/1").header("ETag")).isEqualTo("\"7\"");

        Answer changed = put("/customers/1", "\"7\"", new NewName("Grace"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"8\"");
        assertThat(changed.body()).containsEntry("name", "Grace");
    }

    @Test
    void whoHasSeenWhatIsNotThereAnyMoreGetsTheProblemThatIsShown() {
        elsewhere(session -> session.find(Customer.class, 1L).name = "Grace");

        Answer answer = put("/customers/1", "\"7\"", new NewName("Alan"));

        answer.isProblem(412, "stale-version");
        assertThat(answer.body())
                .isEqualTo(Map.of(
                        "type", "https://locking.dev/problems/stale-version",
                        "title", "Changed by someone else",
                        "status", 412,
                        "detail",
                                "Customer 1 was changed by someone else: it has version 8, and this is about version 7."
                                        + " Nothing was done.",
                        "instance", "/customers/1",
                        "retry", "reload",
                        "conflicts",
                                List.of(Map.of(
                                        "kind",
                                        "STALE_VERSION",
                                        "entity",
                                        "Customer",
                                        "id",
                                        1,
                                        "baseVersion",
                                        7,
                                        "currentVersion",
                                        8,
                                        "falseConflict",
                                        false,
                                        "changes",
                                        List.of()))));
    }
}
