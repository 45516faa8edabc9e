package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.locking.AttributeChange;
import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.ConflictReport;
import dev.locking.tests.databases.Database;
import dev.locking.tests.door.Door.Work;
import dev.locking.tests.kit.Workflow.History;
import dev.locking.tests.kit.Workflow.Line;
import dev.locking.tests.kit.Workflow.StrictHistory;
import dev.locking.tests.kit.Workflow.Variable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens to the rows of a process when two work on it. Process 1 has the variables a and b, and histories. */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("doorsAndDatabases")
class WorkflowScenariosTest extends DoorKit {

    private static final long WORKFLOW = 1;
    private static final String SECRET = "1000002002";

    private final AtomicInteger bodies = new AtomicInteger();
    private final CyclicBarrier bothHaveRead = new CyclicBarrier(2);

    private long a;
    private long b;

    @Override
    Bank bank(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        settings.put("locking.report.modified-by", "editor");
        return Bank.with(settings, Workflow.class, Variable.class, Line.class, History.class, StrictHistory.class);
    }

    @BeforeEach
    void start() {
        Variable first = new Variable(WORKFLOW, "a", "");
        Variable second = new Variable(WORKFLOW, "b", "");
        elsewhere(session -> {
            session.persist(new Workflow(WORKFLOW));
            session.persist(first);
            session.persist(second);
            session.persist(new History(1));
            session.persist(new StrictHistory(1));
        });
        a = first.id;
        b = second.id;
    }

    private void elsewhere(Consumer<Session> work) {
        bank.inAnotherSession(session -> {
            work.accept(session);
            return null;
        });
    }

    private <T> T find(Class<T> type, long id) {
        return bank.currentSession().find(type, id);
    }

    private <T> T committed(Class<T> type, long id) {
        return bank.inAnotherSession(session -> session.find(type, id));
    }

    private static ConflictException surfaced(Callable<?> call) {
        return requireNonNull(catchThrowableOfType(ConflictException.class, call::call));
    }

    /** S001-1: two have read version 7 of a row, and one of them commits. */
    @Test
    void whoIsSecondOnARowIsToldBothVersionsAndTheRowStaysAsTheFirstLeftIt() {
        for (int version = 1; version <= 7; version++) {
            String status = "status " + version;
            elsewhere(session -> session.find(Workflow.class, WORKFLOW).status = status);
        }

        ConflictException told = surfaced(() -> door.callSurfacing(() -> {
            find(Workflow.class, WORKFLOW).status = "mine";
            elsewhere(session -> session.find(Workflow.class, WORKFLOW).status = "theirs");
            return WORKFLOW;
        }));

        Conflict conflict = told.conflicts().get(0);
        assertThat(told.conflicts()).hasSize(1);
        assertThat(conflict)
                .extracting(
                        Conflict::kind,
                        Conflict::entityName,
                        Conflict::id,
                        Conflict::baseVersion,
                        Conflict::currentVersion)
                .containsExactly(ConflictKind.STALE_UPDATE, "Workflow", WORKFLOW, 7L, 8L);
        assertThat(conflict.changes()).extracting(AttributeChange::name).containsExactly("status");
        assertThat(committed(Workflow.class, WORKFLOW))
                .extracting(row -> row.status, row -> row.version)
                .containsExactly("theirs", 8L);
    }

    /** S001-3: both change the same variable. */
    @Test
    void ofTwoWhoWriteOneVariableTheSecondWritesItAgainAndTheHistoryHasBoth() throws Exception {
        AtomicReference<String> last = new AtomicReference<>();

        inParallel(person -> door.call(() -> {
            Variable variable = find(Variable.class, a);
            bothHaveReadOnce();
            variable.content = "of " + person;
            bank.currentSession().persist(new Line("of " + person));
            last.set("of " + person);
            return person;
        }));

        assertThat(bodies).hasValue(3);
        assertThat(conflicts("stale-update")).isEqualTo(1);
        assertThat(committed(Variable.class, a))
                .extracting(variable -> variable.content, variable -> variable.version)
                .containsExactly(last.get(), 2L);
        assertThat(lines()).containsExactlyInAnyOrder("of 1", "of 2");
    }

    /** S001-3: both create it. */
    @Test
    void ofTwoWhoCreateOneVariableTheSecondFindsItAndChangesIt() throws Exception {
        inParallel(person -> door.callDeclaringDuplicatesAndLockTimeouts(() -> {
            Variable found = variable("c");
            bothHaveReadOnce();
            if (found == null) {
                bank.currentSession().persist(new Variable(WORKFLOW, "c", "created"));
            } else {
                found.content = "changed";
            }
            return person;
        }));

        assertThat(bodies).hasValue(3);
        assertThat(conflicts("duplicate")).isEqualTo(1);
        List<Variable> rows = bank.inAnotherSession(
                session -> session.createSelectionQuery("from Variable where name = 'c'", Variable.class)
                        .getResultList());
        assertThat(rows)
                .singleElement()
                .extracting(row -> row.content, row -> row.version)
                .containsExactly("changed", 1L);
    }

    private @Nullable Variable variable(String name) {
        return bank.currentSession()
                .createSelectionQuery("from Variable where workflowId = :workflow and name = :name", Variable.class)
                .setParameter("workflow", WORKFLOW)
                .setParameter("name", name)
                .getSingleResultOrNull();
    }

    private List<String> lines() {
        return bank.inAnotherSession(
                session -> session.createSelectionQuery("select content from VariableLine", String.class)
                        .getResultList());
    }

    /** S001-4: each variable is a row of its own. */
    @Test
    void twoWhoWriteDifferentVariablesMeetNoConflict() throws Exception {
        inParallel(person -> door.call(() -> writeOwnVariable(person)));

        assertThat(bodies).hasValue(2);
        assertThat(conflicts()).isZero();
        assertThat(committed(Variable.class, a).content + committed(Variable.class, b).content)
                .isEqualTo("of 1of 2");
    }

    /** S001-4: the process is checked as one. */
    @Test
    void twoWhoWriteDifferentVariablesOfAProcessThatIsCheckedAsAWholeMeetOne() throws Exception {
        inParallel(person -> door.call(() -> {
            bank.currentSession().find(Workflow.class, WORKFLOW, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            return writeOwnVariable(person);
        }));

        assertThat(bodies).hasValue(3);
        assertThat(conflicts()).isEqualTo(1);
        assertThat(committed(Workflow.class, WORKFLOW).version).isEqualTo(2);
        assertThat(committed(Variable.class, a).content + committed(Variable.class, b).content)
                .isEqualTo("of 1of 2");
    }

    private long writeOwnVariable(long person) throws Exception {
        Variable own = find(Variable.class, person == 1 ? a : b);
        bothHaveReadOnce();
        own.content = "of " + person;
        return person;
    }

    /** S002-5: the history alone is stale, and may be as the other side has left it. */
    @Test
    void aConflictOnAHistoryThatKeepsTheirsHindersNothing() throws Exception {
        door.callReapplying(() -> {
            find(Variable.class, a).content = "mine";
            find(History.class, 1).last = "mine";
            elsewhere(session -> session.find(History.class, 1L).last = "theirs");
            return WORKFLOW;
        });

        assertThat(committed(Variable.class, a).content).isEqualTo("mine");
        assertThat(committed(History.class, 1).last).isEqualTo("theirs");
        assertThat(meters.get("locking.executions").tag("outcome", "reapplied").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isOne();
    }

    /** S002-5: nobody has said that it may. */
    @Test
    void aConflictOnAHistoryWithoutARuleRollsEverythingBack() {
        ConflictException told = surfaced(() -> door.callReapplying(() -> {
            find(Variable.class, a).content = "mine";
            find(StrictHistory.class, 1).last = "mine";
            elsewhere(session -> session.find(StrictHistory.class, 1L).last = "theirs");
            return WORKFLOW;
        }));

        assertThat(told.conflicts()).extracting(Conflict::entityName).containsExactly("StrictHistory");
        assertThat(committed(Variable.class, a).content).isEmpty();
        assertThat(committed(StrictHistory.class, 1).last).isEqualTo("theirs");
    }

    /** S002-6: which row, which attribute, both versions and who it was; the value of a variable may be anybody's secret. */
    @Test
    void theReportNamesRowAttributeVersionsAndTheOtherWriterAndNoValue() {
        ConflictException told = surfaced(() -> door.callSurfacing(() -> {
            find(Variable.class, a).content = SECRET;
            elsewhere(session -> {
                Variable theirs = session.find(Variable.class, a);
                theirs.content = SECRET + "0";
                theirs.editor = "bob";
            });
            return WORKFLOW;
        }));
        ConflictReport report = ConflictReport.of(told);

        assertThat(told).hasMessageContaining("Variable " + a + " (version 0, now 1), both changed content");
        assertThat(told.conflicts().get(0).modifiedBy()).isEqualTo("bob");
        assertThat(report.text()).contains("Variable " + a, "last changed by bob", "content: changed by both");
        assertThat(List.of(told.toString(), report.text(), report.asMap().toString()))
                .noneMatch(text -> text.contains(SECRET));
    }

    /** S002-8: whoever completes stumbles over what whoever deletes has taken away. */
    @Test
    void aNullBecauseTheProcessWasDeletedIsAConflictWithTheNullAsItsCause() {
        ConflictException told = surfaced(() -> door.call(() -> {
            bodies.incrementAndGet();
            find(Workflow.class, WORKFLOW);
            deleteWorkflow();
            return requireNonNull(committed(Workflow.class, WORKFLOW)).status;
        }));

        assertThat(told.conflicts())
                .extracting(Conflict::kind, Conflict::entityName, Conflict::id)
                .containsExactly(tuple(ConflictKind.GONE, "Workflow", WORKFLOW));
        assertThat(told).hasCauseInstanceOf(NullPointerException.class);
        assertThat(bodies).hasValue(1);
    }

    /** S002-8: nobody has changed anything. */
    @Test
    void aNullOfTheApplicationsOwnStaysOne() {
        assertThatThrownBy(() -> door.call(() -> {
                    bodies.incrementAndGet();
                    find(Workflow.class, WORKFLOW);
                    return requireNonNull(committed(Workflow.class, 99)).status;
                }))
                .isExactlyInstanceOf(NullPointerException.class);

        assertThat(bodies).hasValue(1);
    }

    /** S002-9: who can do without the process says so where it is called. */
    @Test
    void whatIsGoneIsNotTriedAgainAndMayBeSkipped() throws Exception {
        Optional<String> completed = unlessGone(() -> {
            bodies.incrementAndGet();
            find(Workflow.class, WORKFLOW).status = "completed";
            deleteWorkflow();
            return "completed";
        });

        assertThat(completed).isEmpty();
        assertThat(bodies).hasValue(1);
        assertThat(committed(Workflow.class, WORKFLOW)).isNull();
    }

    private Optional<String> unlessGone(Work<String> work) throws Exception {
        try {
            return Optional.of(door.call(work));
        } catch (ConflictException e) {
            if (e.conflicts().stream().allMatch(conflict -> conflict.kind() == ConflictKind.GONE)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void deleteWorkflow() {
        elsewhere(session -> session.remove(session.find(Workflow.class, WORKFLOW)));
    }

    private void bothHaveReadOnce() throws Exception {
        if (bodies.incrementAndGet() <= 2) {
            bothHaveRead.await();
        }
    }

    @FunctionalInterface
    private interface Person {

        void act(long number) throws Exception;
    }

    private static void inParallel(Person person) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Void>> acts = new ArrayList<>();
            for (long number = 1; number <= 2; number++) {
                long who = number;
                acts.add(() -> {
                    person.act(who);
                    return null;
                });
            }
            for (Future<Void> act : threads.invokeAll(acts)) {
                act.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private double conflicts() {
        return meters.find("locking.conflicts").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double conflicts(String kind) {
        return meters.find("locking.conflicts").tag("kind", kind).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
