package dev.locking.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.examples.catalog.Api.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** What the API promises, over HTTP, on any database. The names of the scenarios are those that the project uses for them. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ScenariosKit {

    private static final AtomicInteger CODES = new AtomicInteger();

    private CatalogServer server;
    private Interruption interruption;
    private Api api;
    private Api ann;
    private Api ben;
    private String code;
    private String path;

    /** Properties that say where the database is. */
    abstract String[] database();

    @BeforeAll
    void start() {
        server = CatalogServer.start((Object[]) database());
        interruption = server.bean(Interruption.class);
        api = server.api();
        ann = api.as("Ann");
        ben = api.as("Ben");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void anotherProduct() {
        code = newCode();
        path = "/" + code;
    }

    @AfterEach
    void nothingHappensAnyMore() {
        interruption.never();
    }

    private static String newCode() {
        return "P-" + CODES.incrementAndGet();
    }

    private Answer create() {
        return create(code);
    }

    private Answer create(String newCode) {
        Answer created = ann.post("", """
                {"code": "%s", "name": "Mug", "price": 10.50, "stock": 100, "tags": ["new"]}""".formatted(newCode));
        assertThat(created.status()).isEqualTo(201);
        return created;
    }

    private static String named(String name, long version) {
        return """
                {"name": "%s", "price": 10.50, "stock": 100, "tags": ["new"], "metadata": {"version": %d}}""".formatted(name, version);
    }

    /** By a client that names no version. */
    private Runnable change(String mergePatch) {
        return () -> assertThat(ben.merge(path, mergePatch).status()).isEqualTo(200);
    }

    @SafeVarargs
    private static List<Answer> together(Supplier<Answer>... requests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(requests.length);
        List<Future<Answer>> futures = new ArrayList<>();
        for (Supplier<Answer> request : requests) {
            Callable<Answer> call = request::get;
            futures.add(threads.submit(call));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> future : futures) {
            answers.add(future.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
        return answers;
    }

    private double attempts(String operation) {
        return server
                .bean(MeterRegistry.class)
                .find("locking.attempts")
                .tag("operation", operation)
                .summaries()
                .stream()
                .mapToDouble(summary -> summary.totalAmount())
                .sum();
    }

    private long executions(String operation, String outcome) {
        return server
                .bean(MeterRegistry.class)
                .find("locking.executions")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    // S003-1

    @Test
    void aNewProductHasVersionOneAndWasCreatedWhenItWasModified() {
        Answer created = create();

        assertThat(created.version()).isEqualTo(1);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.header("Location")).isEqualTo("/api/products" + path);
        Instant createdAt = Instant.parse(created.at("/metadata/createdAt").asString());
        assertThat(Instant.parse(created.at("/metadata/modifiedAt").asString())).isEqualTo(createdAt);
        assertThat(api.get(path).body()).isEqualTo(created.body());
    }

    @Test
    void metadataOfTheClientAreIgnoredWhenAProductIsCreated() {
        Answer created = api.post("", """
                {"code": "%s", "name": "Mug", "price": 1, "metadata":
                    {"version": 99, "createdAt": "2000-01-01T00:00:00Z", "modifiedBy": "me"}}""".formatted(code));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.at("/metadata/createdAt").asString()).doesNotStartWith("2000");
        assertThat(created.at("/metadata/modifiedBy").asString()).isEqualTo("somebody");
    }

    // S003-2

    @Test
    void theSecondOfTwoPeopleIsToldWhoChangedWhatAndWhen() {
        create();

        Answer first = ben.put(path, named("Mug of Ben", 1));
        Answer second = ann.put(path, named("Mug of Ann", 1));

        assertThat(first.status()).isEqualTo(204);
        assertThat(first.header("ETag")).isEqualTo("\"2\"");
        Answer now = api.get(path);
        assertThat(now.version()).isEqualTo(2);
        assertThat(now.at("/name").asString()).isEqualTo("Mug of Ben");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(second.problem()).isEqualTo("stale-version");
        assertThat(second.at("/expectedVersion").asLong()).isEqualTo(1);
        assertThat(second.at("/currentVersion").asLong()).isEqualTo(2);
        assertThat(second.at("/modifiedBy").asString()).isEqualTo("Ben");
        assertThat(second.at("/modifiedAt")).isEqualTo(now.at("/metadata/modifiedAt"));
        assertThat(second.at("/mergeable").asBoolean()).isFalse();
        assertThat(second.at("/conflicts")).hasSize(1);
        assertThat(second.at("/conflicts/0").toString()).isEqualTo("""
                        {"pointer":"/name","base":"Mug","yours":"Mug of Ann","theirs":"Mug of Ben","overlapping":true}""");
        assertThat(second.at("/changes/0/modifiedBy").asString()).isEqualTo("Ben");
        assertThat(second.at("/changes/0/pointers").toString()).isEqualTo("[\"/name\"]");

        assertThat(ann.put(path, named("Mug of Ann", 2)).header("ETag")).isEqualTo("\"3\"");
    }

    @Test
    void changesOfDifferentAttributesAreMergeableAndEachOneIsNamed() {
        create();
        ben.merge(path, "{\"stock\": 90}");
        api.as("Cleo").merge(path, "{\"price\": 12}");

        Answer late = ann.put(path, named("Cup", 1));

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/mergeable").asBoolean()).isTrue();
        assertThat(late.at("/changes")
                        .valueStream()
                        .map(change -> change.get("modifiedBy").asString()))
                .containsExactly("Ben", "Cleo");
        assertThat(late.at("/conflicts")
                        .valueStream()
                        .map(conflict -> conflict.get("pointer").asString()))
                .containsExactlyInAnyOrder("/name", "/price", "/stock");
        assertThat(late.at("/current/stock").asInt()).isEqualTo(90);
    }

    @Test
    void eachChangeRaisesTheVersionAndMovesTheTimeOfTheLastOne() {
        Answer created = create();

        ben.put(path, named("Mug", 1));

        Answer now = api.get(path);
        assertThat(now.version()).isEqualTo(2);
        assertThat(now.at("/metadata/createdAt")).isEqualTo(created.at("/metadata/createdAt"));
        assertThat(Instant.parse(now.at("/metadata/modifiedAt").asString()))
                .isAfter(Instant.parse(created.at("/metadata/modifiedAt").asString()));
    }

    // S003-3

    @Test
    void aPutWithoutAVersionIsRefused() {
        create();

        Answer answer = ann.put(path, "{\"name\": \"Cup\", \"price\": 1}");

        assertThat(answer.status()).isEqualTo(428);
        assertThat(answer.problem()).isEqualTo("version-required");
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    // S003-4

    @Test
    void aPatchWithoutAVersionWinsAndRaisesTheVersion() {
        create();

        change("{\"name\": \"Cup\"}").run();
        Answer last = ann.merge(path, "{\"name\": \"Bowl\"}");

        assertThat(last.status()).isEqualTo(200);
        assertThat(last.version()).isEqualTo(3);
        assertThat(last.header("ETag")).isEqualTo("\"3\"");
        assertThat(last.at("/name").asString()).isEqualTo("Bowl");
    }

    @Test
    void twoPatchesOfDifferentFieldsAtTheSameMomentBothSurvive() throws Exception {
        create();
        long retried = executions("Catalog.patch", "retried");
        interruption.meeting(2);

        List<Answer> answers = together(() -> ann.merge(path, "{\"name\": \"Cup\"}"), () -> ben.patch(path, """
                        [{"op": "replace", "path": "/price", "value": 12.9}]"""));

        assertThat(answers).extracting(Answer::status).containsExactly(200, 200);
        assertThat(answers).extracting(Answer::version).containsExactlyInAnyOrder(2L, 3L);
        Answer now = api.get(path);
        assertThat(now.at("/name").asString()).isEqualTo("Cup");
        assertThat(now.at("/price").decimalValue()).isEqualByComparingTo("12.9");
        assertThat(executions("Catalog.patch", "retried")).isEqualTo(retried + 1);
    }

    @Test
    void aPatchThatLosesAgainAndAgainIsToldToComeLater() {
        int most = 11;
        List<String> others = IntStream.range(0, most).mapToObj(i -> newCode()).toList();
        others.forEach(this::create);
        create();
        AtomicInteger attempts = new AtomicInteger();
        interruption.always(() -> loseOn(others.get(attempts.getAndIncrement())));

        Answer answer = ann.merge(path, "{\"name\": \"Cup\"}");

        assertThat(attempts).hasValue(most);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("busy");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    /** Another one each time, since an execution locks what it has lost on before. */
    private void loseOn(String other) {
        EntityManager entities = server.bean(EntityManager.class);
        ProductContent content = new ProductContent("x", "", BigDecimal.ONE, 0, false, Set.of());
        entities.find(Product.class, other).change(content, new Editor("Ann"), Instant.now());
        elsewhere("update Product p set p.version = p.version + 1 where p.code = '" + other + "'");
    }

    private void elsewhere(String statement) {
        var factory = server.bean(EntityManager.class).getEntityManagerFactory();
        factory.runInTransaction(own -> own.createQuery(statement).executeUpdate());
    }

    // S003-5

    @Test
    void aPatchWithAStaleVersionIsRefusedAtOnce() {
        create();
        change("{\"stock\": 90}").run();
        double attempts = attempts("Catalog.patch");

        Answer answer = ann.merge(path, "{\"name\": \"Cup\", \"metadata\": {\"version\": 1}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("stale-version");
        assertThat(attempts("Catalog.patch")).isEqualTo(attempts + 1);
        assertThat(api.get(path).at("/name").asString()).isEqualTo("Mug");
    }

    @Test
    void aVersionThatBecomesStaleWhileTheRequestRunsIsRefusedToo() {
        create();
        interruption.once(change("{\"stock\": 90}"));

        Answer answer = ann.merge(path, "{\"name\": \"Cup\", \"metadata\": {\"version\": 1}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("stale-version");
        assertThat(answer.at("/currentVersion").asLong()).isEqualTo(2);
        assertThat(api.get(path).at("/name").asString()).isEqualTo("Mug");
    }

    // S003-6

    @Test
    void protectedFieldsAreNeverWritten() {
        Answer created = create();
        String others = "\"code\": \"OTHER\", \"id\": \"7\", \"metadata\": {\"version\": %s,"
                + " \"createdAt\": \"2000-01-01T00:00:00Z\", \"modifiedAt\": \"2000-01-01T00:00:00Z\", \"modifiedBy\": \"me\"}";

        ben.put(path, "{\"name\": \"Cup\", \"price\": 1, " + others.formatted(1) + "}");
        ben.merge(path, "{\"name\": \"Bowl\", " + others.formatted(2) + "}");
        ben.patch(path, """
                [{"op": "replace", "path": "/code", "value": "OTHER"},
                 {"op": "replace", "path": "/metadata/version", "value": 99},
                 {"op": "replace", "path": "/metadata/createdAt", "value": "2000-01-01T00:00:00Z"}]""");

        Answer now = api.get(path);
        assertThat(now.at("/name").asString()).isEqualTo("Bowl");
        assertThat(now.at("/code").asString()).isEqualTo(code);
        assertThat(now.version()).isEqualTo(4);
        assertThat(now.at("/metadata/createdAt")).isEqualTo(created.at("/metadata/createdAt"));
        assertThat(now.at("/metadata/modifiedAt").asString()).doesNotStartWith("2000");
        assertThat(now.at("/metadata/modifiedBy").asString()).isEqualTo("Ben");
        assertThat(api.get("/OTHER").status()).isEqualTo(404);
    }

    @Test
    void aVersionInTheBodyIsAConditionAndNoValue() {
        create();

        assertThat(ann.merge(path, "{\"metadata\": {\"version\": 99}}").status())
                .isEqualTo(409);

        assertThat(api.get(path).version()).isEqualTo(1);
    }

    // S003-8

    @Test
    void eachItemOfABulkHasAResultOfItsOwn() {
        String stale = newCode();
        create();
        create(stale);
        ben.merge("/" + stale, "{\"stock\": 90}");

        Answer answer = ann.put("/bulk", """
                [{"code": "%s", "name": "Cup", "price": 1, "metadata": {"version": 1}},
                 {"code": "%s", "name": "Cup", "price": 1, "metadata": {"version": 1}},
                 {"code": "NOT-THERE", "name": "Cup", "price": 1, "metadata": {"version": 1}},
                 {"code": "%s", "name": "", "price": 1, "metadata": {"version": 2}}]""".formatted(code, stale, code));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body().valueStream().map(item -> item.get("code").asInt()))
                .containsExactly(204, 409, 404, 400);
        assertThat(answer.at("/0/index").asInt()).isZero();
        assertThat(answer.at("/0/id").asString()).isEqualTo(code);
        assertThat(answer.at("/0/status").asString()).isEqualTo("NO_CONTENT");
        assertThat(answer.at("/0/metadata/version").asLong()).isEqualTo(2);
        assertThat(answer.at("/1/problem/type").asString()).endsWith("/stale-version");
        assertThat(answer.at("/1/problem/modifiedBy").asString()).isEqualTo("Ben");
        assertThat(api.get(path).at("/name").asString()).isEqualTo("Cup");
        assertThat(api.get("/" + stale).at("/name").asString()).isEqualTo("Mug");
    }

    // S003-9

    @Test
    void aCodeThatIsTakenIsADuplicateAndNoStaleVersion() {
        create();

        Answer answer = ben.post("", "{\"code\": \"" + code + "\", \"name\": \"Cup\", \"price\": 1}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("duplicate");
        assertThat(answer.at("/id").asString()).isEqualTo(code);
    }

    @Test
    void oneOfTwoThatCreateTheSameAtTheSameMomentIsToldThatItIsThere() throws Exception {
        interruption.meeting(2);
        String body = "{\"code\": \"" + code + "\", \"name\": \"Cup\", \"price\": 1}";

        List<Answer> answers = together(() -> ann.post("", body), () -> ben.post("", body));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
        assertThat(answers).extracting(Answer::problem).containsExactlyInAnyOrder("", "duplicate");
    }

    // S003-10

    @Test
    void anETagComesWithAProductAndSavesSendingItAgain() {
        create();

        Answer read = api.get(path);
        Answer again = api.with("If-None-Match", "\"1\"").get(path);
        change("{\"stock\": 90}").run();
        Answer changed = api.with("If-None-Match", "\"1\"").get(path);

        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void aStaleIfMatchIsAFailedPrecondition() {
        create();
        change("{\"stock\": 90}").run();
        Api stale = ann.with("If-Match", "\"1\"");
        String body = "{\"name\": \"Cup\", \"price\": 1}";

        List<Answer> answers = List.of(
                stale.put(path, body),
                stale.merge(path, body),
                stale.patch(path, "[{\"op\": \"remove\", \"path\": \"/tags\"}]"),
                stale.delete(path));

        assertThat(answers).extracting(Answer::status).containsOnly(412);
        assertThat(answers).extracting(Answer::problem).containsOnly("stale-version");
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.at("/currentVersion").asLong()).isEqualTo(2));
        assertThat(api.get(path).version()).isEqualTo(2);
    }

    @Test
    void aCurrentIfMatchIsAsGoodAsAVersionInTheBody() {
        create();
        String body = "{\"name\": \"Cup\", \"price\": 1}";

        assertThat(ann.with("If-Match", "\"1\"").put(path, body).header("ETag")).isEqualTo("\"2\"");
        assertThat(ann.with("If-Match", "\"7\", \"2\"").put(path, body).header("ETag"))
                .isEqualTo("\"3\"");
        assertThat(ann.with("If-Match", "*").put(path, body).header("ETag")).isEqualTo("\"4\"");
        assertThat(ann.with("If-Match", "\"4\"").put(path, named("Mug", 4)).header("ETag"))
                .isEqualTo("\"5\"");
        assertThat(ann.with("If-Match", "\"5\"").delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void aWeakTagIsEqualToNothing() {
        create();

        assertThat(ann.with("If-Match", "W/\"1\"").put(path, named("Cup", 1)).status())
                .isEqualTo(412);
    }

    @Test
    void anIfMatchAndABodyThatContradictEachOtherAreRefused() {
        create();

        Answer answer = ann.with("If-Match", "\"1\"").put(path, named("Cup", 2));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    @Test
    void anIfMatchOnWhatIsNotThereFails() {
        String body = "{\"name\": \"Cup\", \"price\": 1}";

        assertThat(ann.with("If-Match", "*").put(path, body).status()).isEqualTo(412);
        assertThat(ann.with("If-Match", "\"1\"").delete(path).status()).isEqualTo(412);
    }

    @Test
    void aTagOfWhatWasDeletedIsNoneOfWhatHasItsCodeNow() {
        Answer before = create();
        ben.delete(path);

        Answer now = create();

        assertThat(now.version()).isEqualTo(1);
        assertThat(now.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(api.with("If-None-Match", before.header("ETag")).get(path).status())
                .isEqualTo(200);
        assertThat(ann.with("If-Match", before.header("ETag"))
                        .put(path, named("Cup", 1))
                        .status())
                .isEqualTo(412);
        assertThat(ann.with("If-Match", now.header("ETag"))
                        .put(path, named("Cup", 1))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whoSavesWhatWasDeletedIsToldWhoDeletedIt() {
        create();
        ben.delete(path);

        Answer answer = ann.put(path, named("Cup", 1));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.at("/modifiedBy").asString()).isEqualTo("Ben");
    }

    // S003-11

    @Test
    void twoProductsSwapTheirPlaces() {
        String second = newCode();
        create();
        create(second);

        Answer answer = ann.post("/swap", places(code, 1, second, 1));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(codes()).containsSubsequence(second, code);
    }

    @Test
    void aConflictOnTheSecondTakesTheFirstBack() {
        String second = newCode();
        create();
        create(second);
        ben.merge("/" + second, "{\"stock\": 90}");

        Answer answer = ann.post("/swap", places(code, 1, second, 1));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("stale-version");
        assertThat(answer.at("/conflicts/0/id").asString()).isEqualTo(second);
        assertThat(codes()).containsSubsequence(code, second);
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    @Test
    void aConflictOnTheSecondThatComesWhileTheFirstIsChangedTakesItBackToo() {
        String second = newCode();
        create();
        create(second);
        interruption.once(() -> ben.merge("/" + second, "{\"stock\": 90}"));

        Answer answer = ann.post("/swap", places(code, 1, second, 1));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(codes()).containsSubsequence(code, second);
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    private static String places(String first, long version, String second, long secondVersion) {
        return "[{\"code\": \"%s\", \"version\": %d}, {\"code\": \"%s\", \"version\": %d}]"
                .formatted(first, version, second, secondVersion);
    }

    private List<String> codes() {
        return api.get("?size=500")
                .body()
                .valueStream()
                .map(product -> product.get("code").asString())
                .toList();
    }

    // S003-12

    @Test
    void aTestOfOneFieldPassesAlthoughAnotherOneHasChanged() {
        create();
        change("{\"stock\": 90}").run();

        Answer answer = ann.patch(path, """
                [{"op": "test", "path": "/price", "value": 10.5}, {"op": "replace", "path": "/price", "value": 11}]""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(3);
        assertThat(answer.at("/stock").asInt()).isEqualTo(90);
        assertThat(answer.at("/price").decimalValue()).isEqualByComparingTo("11");
    }

    @Test
    void aTestOfAFieldThatHasChangedFailsAndNothingIsDone() {
        create();
        change("{\"price\": 12}").run();

        Answer answer = ann.patch(path, """
                [{"op": "replace", "path": "/name", "value": "Cup"},
                 {"op": "test", "path": "/price", "value": 10.5}, {"op": "replace", "path": "/price", "value": 11}]""");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("test-failed");
        assertThat(answer.at("/pointer").asString()).isEqualTo("/price");
        assertThat(api.get(path).at("/name").asString()).isEqualTo("Mug");
    }

    @Test
    void aTestIsMadeAgainOnWhatCameMeanwhile() {
        create();
        interruption.once(change("{\"price\": 12}"));

        Answer answer = ann.patch(path, """
                [{"op": "test", "path": "/price", "value": 10.5}, {"op": "replace", "path": "/price", "value": 11}]""");

        assertThat(answer.problem()).isEqualTo("test-failed");
        assertThat(api.get(path).at("/price").decimalValue()).isEqualByComparingTo("12");
    }

    // Patches

    @Test
    void aMergePatchTakesAwayWhatIsNull() {
        create();

        Answer answer = ann.merge(path, "{\"tags\": null, \"stock\": null}");

        assertThat(answer.at("/tags")).isEmpty();
        assertThat(answer.at("/stock").asInt()).isZero();
        assertThat(answer.at("/name").asString()).isEqualTo("Mug");
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheReason() {
        create();

        assertThat(List.of(
                        ann.merge(path, "{"),
                        ann.merge(path, "[]"),
                        ann.merge(path, "{\"price\": \"much\"}"),
                        ann.merge(path, "{\"price\": \"12\"}"),
                        ann.merge(path, "{\"stock\": 1.5}"),
                        ann.merge(path, "{\"metadata\": {\"version\": \"one\"}}"),
                        ann.patch(path, "{}"),
                        ann.patch(path, "[{\"op\": \"frob\", \"path\": \"/name\", \"value\": 1}]"),
                        ann.patch(path, "[{\"op\": \"replace\", \"path\": \"name\", \"value\": 1}]"),
                        ann.patch(path, "[{\"op\": \"replace\", \"path\": \"/name\"}]"),
                        ann.patch(path, "[{\"op\": \"move\", \"path\": \"/name\"}]"),
                        ann.put(path, "{\"name\": {}, \"price\": 1, \"metadata\": {\"version\": 1}}")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.problem()).isEqualTo("malformed");
                    assertThat(answer.at("/detail").asString()).isNotEmpty();
                });
        assertThat(api.get(path).version()).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitTheProductIsRefused() {
        create();

        Answer answer = ann.patch(path, "[{\"op\": \"remove\", \"path\": \"/weight\"}]");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("patch-not-applicable");
    }

    @Test
    void whatIsNoValidProductIsRefusedFieldByField() {
        create();

        List<Answer> answers = List.of(
                ann.merge(path, "{\"name\": null, \"price\": -1}"),
                ann.put(path, "{\"name\": \" \", \"price\": 1.234, \"metadata\": {\"version\": 1}}"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            JsonNode errors = answer.at("/errors");
            assertThat(errors.propertyNames()).containsExactlyInAnyOrder("/name", "/price");
        });
    }

    @Test
    void codesThatWouldBeNoAddressAreRefused() {
        for (String bad : List.of("bulk", "", "a b", "a/b", "x".repeat(41))) {
            Answer answer = ann.post("", "{\"code\": \"" + bad + "\", \"name\": \"Cup\", \"price\": 1}");

            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.at("/errors").propertyNames()).containsExactly("/code");
        }
    }

    @Test
    void productsAreFoundByTheirCodeAndNamePageByPage() {
        create();
        change("{\"name\": \"Teapot %s\"}".formatted(code)).run();

        Answer byName = api.get("?q=teapot%20" + code.toLowerCase(java.util.Locale.ROOT));
        Answer page = api.get("?size=1&page=0");

        assertThat(byName.body()
                        .valueStream()
                        .map(product -> product.get("code").asString()))
                .contains(code);
        assertThat(page.body()).hasSize(1);
        assertThat(Long.parseLong(page.header("X-Total-Count"))).isPositive();
        assertThat(api.get("?size=0").status()).isEqualTo(400);
    }
}
