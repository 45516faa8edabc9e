package dev.locking.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.locking.examples.catalog.Api.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

/** The other ways to treat versions. */
class ModesTest {

    private static final String MUG = "{\"code\": \"MUG\", \"name\": \"Mug\", \"price\": 1}";
    private static final String CUP = "{\"name\": \"Cup\", \"price\": 2}";

    @Test
    void anUpsertWithoutAVersionCreatesOrOverwritesAndIsCounted() {
        try (CatalogServer server = CatalogServer.start("catalog.put=UPSERT", "catalog.replay-succeeds=true")) {
            Api api = server.api();

            Answer created = api.put("/MUG", MUG);
            Answer overwritten = api.put("/MUG", CUP);
            Answer stale = api.put("/MUG", "{\"name\": \"Bowl\", \"price\": 2, \"metadata\": {\"version\": 1}}");
            Answer replayed = api.put("/MUG", "{\"name\": \"Cup\", \"price\": 2, \"metadata\": {\"version\": 1}}");

            assertThat(created.status()).isEqualTo(201);
            assertThat(created.version()).isEqualTo(1);
            assertThat(overwritten.status()).isEqualTo(204);
            assertThat(overwritten.header("ETag")).isEqualTo("\"2\"");
            assertThat(stale.status()).isEqualTo(409);
            assertThat(replayed.status()).isEqualTo(204);
            assertThat(replayed.header("ETag")).isEqualTo("\"2\"");
            assertThat(server.bean(MeterRegistry.class)
                            .get(SkippedChecks.METER)
                            .tag("method", "put")
                            .counter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void versionsCanBeRequiredOfAllAndMissingOnesBeBadRequests() {
        try (CatalogServer server =
                CatalogServer.start("catalog.patch=REQUIRED", "catalog.missing-version-status=400")) {
            Api api = server.api();
            api.post("", MUG);

            assertThat(api.put("/MUG", CUP).status()).isEqualTo(400);
            assertThat(api.merge("/MUG", "{\"stock\": 1}").status()).isEqualTo(400);
            assertThat(api.delete("/MUG").status()).isEqualTo(400);
            assertThat(api.put("/bulk", "[" + MUG + "]").at("/0/code").asInt()).isEqualTo(400);
            assertThat(api.with("If-Match", "\"1\"")
                            .merge("/MUG", "{\"stock\": 1}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSettingThatMakesNoSenseStopsTheStart() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> CatalogServer.start("catalog.missing-version-status=404"))
                .havingRootCause()
                .withMessage(
                        "catalog.missing-version-status = 404 makes no sense. Set 428, or 400 for clients that do not know"
                                + " 428.");
    }
}
