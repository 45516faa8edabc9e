package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.hibernate.Versions;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door.Work;
import dev.locking.tests.door.Leaflet;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller has seen version 0 of leaflet 1. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class ExpectedVersionTest extends DoorKit {

    private static final long LEAFLET = 1;

    private final AtomicInteger bodies = new AtomicInteger();

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        return Bank.with(settings, Leaflet.class);
    }

    @BeforeEach
    void print() {
        bank.inAnotherSession(session -> {
            session.persist(new Leaflet(LEAFLET));
            session.persist(new Leaflet(2));
            return null;
        });
    }

    private static Leaflet leaflet(Session session) {
        return session.find(Leaflet.class, LEAFLET);
    }

    private String committedText() {
        return bank.inAnotherSession(session -> leaflet(session).text);
    }

    private void elsewhere(String text) {
        bank.inAnotherSession(session -> leaflet(session).text = text);
    }

    private String write(String text) {
        bodies.incrementAndGet();
        leaflet(bank.currentSession()).text = text;
        return text;
    }

    private String expecting(Object version, Work<String> work) throws Exception {
        return door.callExpecting(LEAFLET, version, bank::currentSession, work);
    }

    private ConflictException surfaced(Work<String> work) {
        return requireNonNull(catchThrowableOfType(ConflictException.class, work::run));
    }

    private static void assertStale(ConflictException surfaced, long base, long current) {
        Conflict conflict = surfaced.conflicts().get(0);
        assertThat(surfaced.conflicts()).hasSize(1);
        assertThat(conflict.kind()).isEqualTo(ConflictKind.STALE_VERSION);
        assertThat(conflict.entityName()).isEqualTo("Leaflet");
        assertThat(conflict.id()).isEqualTo(LEAFLET);
        assertThat(conflict.baseVersion()).isEqualTo(base);
        assertThat(conflict.currentVersion()).isEqualTo(current);
    }

    private double surfacings() {
        return meters.get("locking.executions").tag("outcome", "surfaced").timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private double conflicts(String kind) {
        return meters.get("locking.conflicts").tag("kind", kind).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void aStaleOneIsSurfacedWithBothVersionsAndNeverRetried() {
        elsewhere("theirs");

        ConflictException surfaced = surfaced(() -> expecting(0L, () -> write("mine")));

        assertStale(surfaced, 0, 1);
        assertThat(surfaced.attempts()).isOne();
        assertThat(surfaced.getMessage()).contains("STALE_VERSION on Leaflet 1 (version 0, now 1)");
        assertThat(surfaced.getCause()).hasMessageContaining("has version 1, but the caller expects version 0");
        assertThat(bodies).as("bodies").hasValue(0);
        assertThat(committedText()).isEqualTo("theirs");
        assertThat(surfacings()).isOne();
        assertThat(conflicts("stale-version")).isOne();
    }

    @Test
    void anEqualOneGoesOnAsANumberAndAsAText() throws Exception {
        expecting(0L, () -> write("first"));
        expecting(1, () -> write("second"));
        expecting("2", () -> write("third"));

        assertThat(committedText()).isEqualTo("third");
    }

    @Test
    void aConflictAfterTheCheckIsChecked() {
        ConflictException surfaced = surfaced(() -> expecting(0L, () -> {
            write("mine");
            elsewhere("theirs");
            return "";
        }));

        assertStale(surfaced, 0, 1);
        assertThat(surfaced.attempts()).isEqualTo(2);
        assertThat(bodies).as("bodies").hasValue(1);
        assertThat(committedText()).isEqualTo("theirs");
    }

    @Test
    void aConflictOnAnotherRowIsRetriedAsEver() throws Exception {
        expecting(0L, () -> {
            losingTheFirst(1, () -> bank.credit(WALLET, 1));
            return write("mine");
        });

        assertThat(committedText()).isEqualTo("mine");
        assertThat(bank.balance(WALLET)).isEqualTo(108);
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void aRowThatIsNotThereIsGone() {
        bank.inAnotherSession(session -> {
            session.remove(leaflet(session));
            return null;
        });

        ConflictException surfaced = surfaced(() -> door.callExpecting(LEAFLET, 0, bank::currentSession, () -> {
            bodies.incrementAndGet();
            return "";
        }));

        assertThat(surfaced.conflicts().get(0).kind()).isEqualTo(ConflictKind.GONE);
        assertThat(bodies).as("bodies").hasValue(0);
    }

    @Test
    void aBodyMayCatchIt() throws Exception {
        elsewhere("theirs");

        String answer = door.call(() -> {
            try {
                Versions.require(leaflet(bank.currentSession()), 0L);
                return write("mine");
            } catch (ConflictException stale) {
                bank.credit(WALLET, 1);
                return "stale";
            }
        });

        assertThat(answer).isEqualTo("stale");
        assertThat(bank.balance(WALLET)).isEqualTo(101);
        assertThat(committedText()).isEqualTo("theirs");
    }

    @Test
    void whatTheAttemptHasWrittenItselfIsNoOtherVersion() throws Exception {
        door.call(() -> {
            write("mine");
            bank.currentSession().flush();
            Versions.require(leaflet(bank.currentSession()), 0L);
            return write("again");
        });

        assertThat(committedText()).isEqualTo("again");
    }

    @Test
    void aVersionWrittenIntoAManagedEntityIsDetected() {
        elsewhere("theirs");

        ConflictException surfaced = surfaced(() -> door.call(() -> {
            leaflet(bank.currentSession()).version = 0;
            return write("mine");
        }));

        assertStale(surfaced, 0, 1);
        assertThat(surfaced.getCause()).hasStackTraceContaining("Hibernate would ignore it");
        assertThat(bodies).as("bodies").hasValue(1);
        assertThat(committedText()).isEqualTo("theirs");
    }

    @Test
    void aVersionWrittenAsItIsChangesNothing() throws Exception {
        door.call(() -> {
            leaflet(bank.currentSession()).version = 0;
            return write("mine");
        });

        assertThat(committedText()).isEqualTo("mine");
    }

    @Test
    void changesAreNotMergedOverAVersionThatWasRequired() {
        ConflictException surfaced = surfaced(() -> door.callReapplying(() -> {
            Versions.require(leaflet(bank.currentSession()), 0L);
            write("mine");
            elsewhere("theirs");
            return "";
        }));

        assertStale(surfaced, 0, 1);
        assertThat(committedText()).isEqualTo("theirs");
    }

    @Test
    void changesOfOtherRowsAreMergedWhereARequiredVersionIsAsItWas() throws Exception {
        door.callReapplying(() -> {
            Versions.require(leaflet(bank.currentSession()), 0L);
            write("mine");
            bank.inAnotherSession(session -> session.find(Leaflet.class, 2L).text = "theirs");
            return bank.currentSession().find(Leaflet.class, 2L).text;
        });

        assertThat(committedText()).isEqualTo("mine");
        assertThat(bodies).as("bodies").hasValue(1);
    }

    @Test
    void whatCannotBeTakenBackIsNotDoneOnAStaleRow() throws Exception {
        List<String> sent = new ArrayList<>();

        door.call(() -> {
            Leaflet read = leaflet(bank.currentSession());
            if (++attempts == 1) {
                elsewhere("theirs");
            }
            Versions.requireCurrent(read);
            sent.add(read.text);
            return write("mine");
        });

        assertThat(sent).containsExactly("theirs");
        assertThat(attempts).isEqualTo(2);
        assertThat(conflicts("stale-read")).isOne();
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expecting("abc", () -> write("mine")))
                .withMessageContaining("\"abc\" (java.lang.String) is no version of Leaflet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> expecting(0.5, () -> write("mine")))
                .withMessageContaining("is no version of Leaflet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Versions.require("no entity", 0))
                .withMessageContaining("java.lang.String is no entity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Versions.require(new Payment(), 0))
                .withMessageContaining("Payment");
        assertThat(bodies).as("bodies").hasValue(0);
    }

    @Test
    void outsideOfAttemptsItIsJustThrown() {
        Leaflet seen = bank.inAnotherSession(ExpectedVersionTest::leaflet);

        ConflictException stale = surfaced(() -> {
            Versions.require(seen, 7);
            return "";
        });

        assertStale(stale, 7, 0);
        elsewhere("theirs");
        assertThat(catchThrowableOfType(
                        jakarta.persistence.OptimisticLockException.class, () -> Versions.requireCurrent(seen)))
                .hasMessageContaining("Leaflet 1 (version 0, now 1)");
    }
}
