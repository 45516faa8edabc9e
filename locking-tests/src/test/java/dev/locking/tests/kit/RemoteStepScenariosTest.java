package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.MergeRule;
import dev.locking.OnConflict;
import dev.locking.hibernate.Versions;
import dev.locking.tests.databases.Database;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of somebody else's API between reading a card and writing it. Card 1 holds 100; somebody else adds 50 meanwhile. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class RemoteStepScenariosTest extends DoorKit {

    private static final long CARD = 1;

    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger reservations = new AtomicInteger();
    private final AtomicInteger connectionsDuringCall = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    private @Nullable HttpServer server;
    private @Nullable HikariDataSource pool;

    /** A card whose sum is what everybody has paid in. */
    @Entity(name = "Card")
    static class Card {

        @Id
        long id;

        @Version
        long version;

        @OnConflict(MergeRule.ADD)
        long sum = 100;

        Card() {}

        Card(long id) {
            this.id = id;
        }
    }

    @Override
    Bank bank(Database database) {
        Database schema = database.freshSchema();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(schema.jdbcUrl());
        config.setUsername(schema.user());
        config.setPassword(schema.password());
        pool = new HikariDataSource(config);
        return Bank.with(Map.of("hibernate.connection.datasource", pool), Card.class);
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        bank.inAnotherSession(session -> {
            session.persist(new Card(CARD));
            return null;
        });
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/pay", exchange -> {
            calls.incrementAndGet();
            connectionsDuringCall.set(pool().getHikariPoolMXBean().getActiveConnections());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        started.createContext("/reserve", exchange -> {
            reservations.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        started.start();
        server = started;
        pay(); // what is slow the first time is not part of a call that is limited in time
        calls.set(0);
        connectionsDuringCall.set(-1);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        if (pool != null) {
            pool.close();
        }
    }

    private HikariDataSource pool() {
        return requireNonNull(pool);
    }

    private int reserve() throws IOException, InterruptedException {
        return call("/reserve");
    }

    private int pay() throws IOException, InterruptedException {
        return call("/pay");
    }

    private int call(String path) throws IOException, InterruptedException {
        InetSocketAddress address = requireNonNull(server).getAddress();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private Card card() {
        return bank.currentSession().find(Card.class, CARD);
    }

    private void addElsewhere() {
        bank.inAnotherSession(session -> session.find(Card.class, CARD).sum += 50);
    }

    private Card committed() {
        return bank.inAnotherSession(session -> session.find(Card.class, CARD));
    }

    private double attempts() {
        return meters.get("locking.attempts").summaries().stream()
                .mapToDouble(summary -> summary.totalAmount())
                .sum();
    }

    /** S004-6: the body runs once, and its change is merged. */
    @Test
    void aRemoteStepIsMadeOnceWhereTheChangeIsMerged() throws Exception {
        door.callReapplying(() -> {
            bodies.incrementAndGet();
            Card card = card();
            pay();
            addElsewhere();
            card.sum += 50;
            return CARD;
        });

        assertThat(calls).as("calls").hasValue(1);
        assertThat(bodies).as("bodies").hasValue(1);
        assertThat(attempts()).as("attempts").isEqualTo(2);
        assertThat(committed().sum).isEqualTo(200);
    }

    /** S004-6: the body runs again, and remembers the step. */
    @Test
    void aRemoteStepIsMadeOnceWhereItsAnswerOutlivesTheAttempt() throws Exception {
        AtomicReference<@Nullable Integer> answer = new AtomicReference<>();

        door.call(() -> {
            Card card = card();
            if (answer.get() == null) {
                answer.set(pay());
            }
            if (bodies.incrementAndGet() == 1) {
                addElsewhere();
            }
            card.sum += 50;
            return CARD;
        });

        assertThat(calls).as("calls").hasValue(1);
        assertThat(bodies).as("bodies").hasValue(2);
        assertThat(committed().sum).isEqualTo(200);
    }

    /** S004-5: before the step that cannot be taken back it is looked whether the card is still the same. */
    @Test
    void whatCannotBeTakenBackIsNotDoneForAStaleCard() {
        ConflictException surfaced = requireNonNull(catchThrowableOfType(
                ConflictException.class,
                () -> door.callSurfacing(() -> {
                    Card card = card();
                    reserve();
                    addElsewhere();
                    Versions.requireCurrent(card);
                    pay();
                    card.sum += 50;
                    return CARD;
                })));

        assertThat(surfaced).hasMessageContaining("Card 1 (version 0, now 1)");
        assertThat(reservations).as("reservations").hasValue(1);
        assertThat(calls).as("calls").hasValue(0);
        assertThat(committed().sum).isEqualTo(150);
    }

    /** S004-8: read, call without a transaction, write on the version that was read. */
    @Test
    void aRemoteStepBetweenTwoTransactionsHoldsNoConnection() throws Exception {
        long seen = door.call(() -> card().version);

        pay();
        writeExpecting(seen);

        assertThat(connectionsDuringCall).as("connections during the call").hasValue(0);
        assertThat(committed().sum).isEqualTo(150);
    }

    /** S004-8: somebody else was faster than the call. */
    @Test
    void whatWasReadBeforeTheRemoteStepIsNotWrittenOverANewerCard() throws Exception {
        long seen = door.call(() -> card().version);

        pay();
        addElsewhere();
        ConflictException surfaced =
                requireNonNull(catchThrowableOfType(ConflictException.class, () -> writeExpecting(seen)));

        assertThat(surfaced.conflicts())
                .singleElement()
                .extracting(Conflict::id, Conflict::baseVersion, Conflict::currentVersion)
                .containsExactly(CARD, 0L, 1L);
        assertThat(bodies).as("not repeated").hasValue(1);
        assertThat(committed().sum).isEqualTo(150);
    }

    private void writeExpecting(long version) throws Exception {
        door.call(() -> {
            bodies.incrementAndGet();
            Card card = card();
            Versions.require(card, version);
            card.sum += 50;
            return CARD;
        });
    }
}
