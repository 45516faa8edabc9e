package dev.locking.retry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locking.ConflictException;
import dev.locking.GroupPolicy;
import dev.locking.OnBusy;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.RetryPolicy;
import dev.locking.retry.StubIntegration.StubConflict;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LockingSettingsTest {

    private static final String OPERATION = "Wallets.deposit";
    private static final String MAX_RETRIES = "locking.retry.max-retries";

    @TempDir
    Path classPath;

    private final List<LockingSettings> opened = new ArrayList<>();
    private final List<String> systemProperties = new ArrayList<>();
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

    /** Or they would be read while a test has its own class path. */
    @BeforeAll
    static void readThoseOfTheProcess() {
        LockingSettings.standard();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        opened.forEach(LockingSettings::close);
        systemProperties.forEach(System::clearProperty);
        Thread.currentThread().setContextClassLoader(loader);
    }

    private LockingSettings open(Map<String, String> values) {
        LockingSettings settings = LockingSettings.open("test", values);
        opened.add(settings);
        return settings;
    }

    private void setSystemProperty(String name, String value) {
        systemProperties.add(name);
        System.setProperty(name, value);
    }

    private void writeFile(String line) throws IOException {
        Files.writeString(classPath.resolve("locking.properties"), line);
        URL[] urls = {classPath.toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, loader));
    }

    private static RetryPolicy policy(LockingSettings settings, Operation declared) {
        return settings.configured(declared).policy();
    }

    private static RetryPolicy policy(LockingSettings settings) {
        return policy(settings, Operation.named(OPERATION));
    }

    // Who says it

    /** From the least to the most specific; each says a number of retries of its own. */
    private static final List<String> PLACES = List.of(
            "the default",
            "the policy named for all",
            "for all",
            "the policy named by code",
            "code",
            "the policy named for the operation",
            "for the operation");

    static Stream<Arguments> pairsOfPlaces() {
        return IntStream.range(0, PLACES.size())
                .boxed()
                .flatMap(less -> IntStream.range(less + 1, PLACES.size()).mapToObj(more -> Arguments.of(less, more)));
    }

    @ParameterizedTest(name = "{1} over {0}")
    @MethodSource("pairsOfPlaces")
    void theMoreSpecificPlaceWins(int less, int more) {
        Map<String, String> values = new HashMap<>();
        RetryPolicy.Builder code = RetryPolicy.builder();
        say(less, values, code);
        say(more, values, code);

        RetryPolicy found = policy(open(values), Operation.named(OPERATION).policy(code.build()));

        assertThat(found.maxRetries())
                .as(PLACES.get(more) + " over " + PLACES.get(less))
                .isEqualTo(more + 1);
    }

    private static void say(int place, Map<String, String> values, RetryPolicy.Builder code) {
        String retries = Integer.toString(place + 1);
        switch (place) {
            case 1 -> {
                values.put("locking.retry.policy", "forAll");
                values.put("locking.policies.forAll.max-retries", retries);
            }
            case 2 -> values.put(MAX_RETRIES, retries);
            case 3 -> {
                code.policy("byCode");
                values.put("locking.policies.byCode.max-retries", retries);
            }
            case 4 -> code.maxRetries(place + 1);
            case 5 -> {
                values.put("locking.operations." + OPERATION + ".policy", "forOperation");
                values.put("locking.policies.forOperation.max-retries", retries);
            }
            case 6 -> values.put("locking.operations." + OPERATION + ".max-retries", retries);
            default -> {
                // the default says it
            }
        }
    }

    @Test
    void anOperationHasOneNamedPolicy() {
        LockingSettings settings = open(Map.of(
                "locking.retry.policy", "slow",
                "locking.policies.slow.max-retries", "9",
                "locking.policies.slow.delay", "20ms",
                "locking.policies.fast.max-retries", "2"));

        RetryPolicy found = policy(
                settings,
                Operation.named(OPERATION)
                        .policy(RetryPolicy.builder().policy("fast").build()));

        assertThat(found.maxRetries()).isEqualTo(2);
        assertThat(found.delay()).as("not that of slow").isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whatIsSaidOfAnotherOperationDoesNotCount() {
        LockingSettings settings = open(Map.of("locking.operations.Wallets.withdraw.max-retries", "3"));

        assertThat(policy(settings).maxRetries()).isEqualTo(RetryPolicy.DEFAULT_MAX_RETRIES);
        assertThat(policy(settings, Operation.named("Wallets.withdraw")).maxRetries())
                .isEqualTo(3);
    }

    @Test
    void whatIsSaidOfAnOperationThatNobodyHasIsNamedWithTheNearOne() {
        LockingSettings settings = open(Map.of(
                "locking.operations.wallets.deposit.max-retries", "3",
                "locking.operations.Wallets.depsoit.max-retries", "3",
                "locking.operations.Orders.ship.group.max-wait", "1s"));
        assertThat(settings.unused()).as("before anybody is known").hasSize(3);

        policy(settings, Operation.named("Wallets.deposit"));

        assertThat(settings.unused())
                .containsExactly(
                        new UnusedSetting("locking.operations.Orders.ship.group.max-wait", "test", null),
                        new UnusedSetting("locking.operations.Wallets.depsoit.max-retries", "test", "Wallets.deposit"));
        assertThat(settings.unused().get(1)).asString().endsWith("Is Wallets.deposit meant?");
    }

    @Test
    void everySettingOfRetriesAndGroupsIsRead() {
        Map<String, String> values = new HashMap<>(Map.of(
                "locking.retry.delay", "PT0.003S",
                "locking.retry.multiplier", "3",
                "locking.retry.max-delay", "40ms",
                "locking.retry.jitter", "0.5",
                "locking.retry.max-duration", "2s",
                "locking.retry.also", "duplicate, lock-timeout",
                "locking.retry.resolution", "surface"));
        values.putAll(Map.of(
                "locking.group.max-wait", "1s",
                "locking.group.on-busy", "FAIL",
                "locking.group.max-queued", "7",
                "locking.group.mode", "when-hot",
                "locking.group.scope", "cluster",
                "locking.group.combine-flush", "each"));
        Operation found = open(values).configured(Operation.named(OPERATION).group(GroupPolicy.named("wallet")));

        assertThat(found.policy().settings())
                .hasToString(
                        "{maxRetries=100, delay=PT0.003S, multiplier=3.0, maxDelay=PT0.04S, jitter=0.5,"
                                + " maxDuration=PT2S, cycle=, also=DUPLICATE,LOCK_TIMEOUT, outcome=SURFACE, resolution=SURFACE}");
        assertThat(found.group())
                .hasToString("wallet, maxWait=PT1S, onBusy=FAIL, maxQueued=7, mode=WHEN_HOT, scope=CLUSTER, combine=1,"
                        + " combineFlush=EACH");
    }

    @Test
    void groupsHaveTheSamePlaces() {
        GroupPolicy code = GroupPolicy.named("wallet").policy("byCode").maxQueued(4);
        Map<String, String> values = Map.of(
                "locking.group.max-wait",
                "1s",
                "locking.group.max-queued",
                "3",
                "locking.policies.byCode.group.max-wait",
                "2s",
                "locking.policies.byCode.group.on-busy",
                "fail",
                "locking.operations." + OPERATION + ".group.on-busy",
                "wait");

        Operation configured =
                open(values).configured(Operation.named(OPERATION).group(code));
        GroupPolicy found = requireNonNull(configured.group());

        assertThat(found.maxWait()).as("of the policy, over that of all").isEqualTo(Duration.ofSeconds(2));
        assertThat(found.maxQueued()).as("of code, over that of all").isEqualTo(4);
        assertThat(found.onBusy())
                .as("of the operation, over that of the policy")
                .isEqualTo(OnBusy.WAIT);
    }

    @Test
    void aMoreSpecificCycleTakesThePlaceOfAllThatItSays() {
        Map<String, String> values = Map.of(
                "locking.retry.max-retries",
                "50",
                "locking.retry.jitter",
                "0.3",
                "locking.retry.max-duration",
                "2s",
                "locking.operations." + OPERATION + ".cycle",
                "R3/PT5S");

        RetryPolicy found = policy(open(values));

        assertThat(found.maxRetries()).isEqualTo(2);
        assertThat(found.jitter()).isZero();
        assertThat(found.maxDuration()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aMoreSpecificNumberOfRetriesChangesACycle() {
        Operation cycled = Operation.named(OPERATION)
                .policy(RetryPolicy.builder().cycle("PT1S,PT5S").build());

        RetryPolicy found = policy(open(Map.of("locking.operations." + OPERATION + ".max-retries", "1")), cycled);

        assertThat(found.maxRetries()).isEqualTo(1);
        assertThat(found.cycle()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** What a global R0 means, and a method that says otherwise (the trap of Camunda's users). */
    @Test
    void noRetriesForAllAndSomeForOneMethod() {
        LockingSettings settings = open(Map.of("locking.retry.cycle", "R0/PT5S"));
        Operation cycled = Operation.named("Wallets.withdraw")
                .policy(RetryPolicy.builder().cycle("R2/PT0S").build());

        assertThat(policy(settings).maxRetries()).isZero();
        assertThat(policy(settings, cycled).maxRetries()).isEqualTo(1);
    }

    // Where it is written

    static Stream<Arguments> pairsOfSources() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(less -> IntStream.range(less + 1, 4).mapToObj(more -> Arguments.of(less, more)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfSources")
    void theLaterSourceWins(int less, int more) throws IOException {
        List<Integer> sources = List.of(less, more);
        if (sources.contains(0)) {
            writeFile("locking.retry.maxRetries = 1");
        }
        if (sources.contains(1)) {
            setSystemProperty(MAX_RETRIES, "2");
        }
        LockingSettings settings = open(sources.contains(2) ? Map.of(MAX_RETRIES, "3") : Map.of());
        if (sources.contains(3)) {
            settings.set(MAX_RETRIES, "4");
        }

        assertThat(policy(settings).maxRetries()).isEqualTo(more + 1);
    }

    @Test
    void whereASettingComesFromCanBeRead() throws IOException {
        writeFile("locking.retry.delay = 1ms");
        setSystemProperty("locking.policies.fast.max-delay", "9ms");
        LockingSettings settings = open(Map.of("locking.operations." + OPERATION + ".group.max-wait", "1s"));
        settings.set("locking.retry.jitter", "0.5");
        settings.configured(Operation.named(OPERATION)
                .policy(RetryPolicy.builder().policy("fast").maxRetries(3).build())
                .group(GroupPolicy.named("wallet")));

        OperationSettings view = settings.operation(OPERATION).orElseThrow();

        assertThat(settings.operations()).containsExactly(view);
        assertThat(view.enabled()).isTrue();
        assertThat(view.settings().entrySet().stream().map(Object::toString))
                .containsExactly(
                        "max-retries=3 by code",
                        "delay=PT0.001S by locking.retry.delay (locking.properties)",
                        "multiplier=2.0 by default",
                        "max-delay=PT0.009S by locking.policies.fast.max-delay (system property)",
                        "jitter=0.5 by locking.retry.jitter (set at run time)",
                        "max-duration=PT5S by default",
                        "cycle= by default",
                        "also= by default",
                        "outcome=SURFACE by default",
                        "resolution=RE_EXECUTE by default",
                        "group=wallet by code",
                        "group.max-wait=PT1S by locking.operations.Wallets.deposit.group.max-wait (test)",
                        "group.on-busy=WAIT by default",
                        "group.max-queued=1000 by default",
                        "group.mode=ALWAYS by default",
                        "group.scope=JVM by default",
                        "group.combine=1 by default",
                        "group.combine-flush=ONCE by default");
    }

    @Test
    void whatACycleOrAPresetSaysComesFromThere() {
        LockingSettings settings = open(Map.of(
                "locking.operations.a.cycle", "R3/PT5S",
                "locking.operations.b.policy", "flowable"));
        settings.configured(Operation.named("a"));
        settings.configured(Operation.named("b"));

        assertThat(settings.operation("a").orElseThrow().settings().get("max-duration"))
                .hasToString("PT15S by locking.operations.a.cycle (test)");
        assertThat(settings.operation("b").orElseThrow().settings().get("delay"))
                .hasToString("PT0.05S by preset flowable");
    }

    // What is wrong

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            locking.retry.max-retries        | -1     | Set a number from 0
            locking.retry.max-retries        | 1001   | Set a number from 0
            locking.retry.max-retries        | many   | Set a whole number
            locking.retry.delay              | -5ms   | Set a duration of 0 or more
            locking.retry.delay              | 5      | Write a whole number with a unit
            locking.retry.multiplier         | 0.5    | Set a finite number of 1 or more
            locking.retry.multiplier         | NaN    | Set a finite number of 1 or more
            locking.retry.max-delay          | soon   | Write a whole number with a unit
            locking.retry.jitter             | 1.5    | Set a share from 0
            locking.retry.max-duration       | 0s     | Set a duration greater than 0
            locking.retry.max-duration       | 25h    | at most 1 day
            locking.retry.cycle              | R3     | Set R3/PT5S, for instance
            locking.retry.also               | STALE_READ | DUPLICATE, LOCK_TIMEOUT or GONE
            locking.retry.also               | typo   | Set one of
            locking.retry.outcome            | maybe  | Set one of [SURFACE, VERIFY]
            locking.retry.resolution         | merge  | Set one of
            locking.retry.policy             | camnda | Is camunda meant?
            locking.group.max-wait           | 0s     | Set a duration greater than 0
            locking.group.on-busy            | leave  | Set one of [WAIT, FAIL]
            locking.group.max-queued         | 0      | Set a number from 1
            locking.group.mode               | hot    | Set one of
            locking.group.scope              | world  | Set one of
            locking.group.combine            | 1001   | Set a number from 1
            locking.group.combine-flush      | never  | Set one of
            locking.policies.fast.delay      | -1s    | Set a duration of 0 or more
            locking.operations.a.b.jitter    | 2      | Set a share from 0
            locking.operations.a.b.policy    | fast   | There is no policy
            locking.policies.camunda.delay   | 1s     | camunda is a preset
            locking.enabled                  | maybe  | Set true or false
            """)
    void aWrongValueStopsTheStartWithNameValueAndRemedy(String name, String value, String remedy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of(name, value)))
                .withMessageContaining(name + " = " + value + " (test)")
                .withMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            locking.retry.max-retires            | locking.retry.max-retries
            locking.retry.maxRetry               | locking.retry.max-retries
            locking.group.max-wiat               | locking.group.max-wait
            locking.group.connection             | locking.group.connections
            locking.policies.fast.mx-delay       | locking.policies.fast.max-delay
            locking.operations.a.b.max-wait      | locking.operations.a.b.group.max-wait
            locking.operations.a.b.group.max-wai | locking.operations.a.b.group.max-wait
            locking.ledger.tabel                 | locking.ledger.table
            locking.rety.delay                   | locking.retry.delay
            locking.operation.a.b.delay          | locking.operations.a.b.delay
            locking.enable                       | locking.enabled
            """)
    void anUnknownNameStopsTheStartAndSuggestsTheNearOne(String name, String near) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of(name, "1")))
                .withMessageContaining("test: There is no setting " + name)
                .withMessageContaining("Is " + near + " meant?");
    }

    @Test
    void namesThatOthersHaveAreLeftAloneButNotInOurOwnFile() throws IOException {
        open(Map.of("locking.screens.timeout", "5m", "door", "open"));

        writeFile("locking.screens.timeout = 5m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of()))
                .withMessageContaining("There is no setting locking.screens.timeout (locking.properties)");
    }

    @ParameterizedTest
    @CsvSource({
        "locking.delay, locking.retry.delay",
        "locking.max-retries, locking.retry.max-retries",
        "locking.maxWait, locking.group.maxWait"
    })
    void aNameThatLeavesOutWhatItIsOfIsWarnedOfOnce(String name, String meant) {
        try (Warnings warnings = new Warnings()) {
            open(Map.of(name, "1s", "locking.screens.timeout", "5m"));
            open(Map.of(name, "1s"));

            assertThat(warnings.lines())
                    .containsExactly(name + " (test) sets nothing in this library. Is " + meant + " meant?");
        }
    }

    @Test
    void settingsThatDoNotGoTogetherStopTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("locking.retry.delay", "1s")))
                .withMessageContaining("maxDelay = PT0.25S makes no sense")
                .withMessageContaining("delay = 1s by locking.retry.delay (test)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("locking.policies.slow.delay", "1s")))
                .withMessageContaining("delay = 1s by locking.policies.slow.delay (test)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("locking.retry.cycle", "R3/PT5S", MAX_RETRIES, "3")))
                .withMessageContaining("cycle makes no sense beside maxRetries");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of(MAX_RETRIES, "3", "locking.retry.maxRetries", "4")))
                .withMessageContaining("are the same setting");
    }

    @Test
    void anOperationWhoseSettingsDoNotGoTogetherIsRefused() {
        LockingSettings settings = open(Map.of("locking.operations." + OPERATION + ".max-retries", "0"));
        Operation combined =
                Operation.named(OPERATION).group(GroupPolicy.named("wallet").combine(5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.configured(combined))
                .withMessageContaining(OPERATION + " has combine = 5");
    }

    @Test
    void aPolicyThatIsNotThereIsRefused() {
        Operation declared = Operation.named(OPERATION)
                .policy(RetryPolicy.builder().policy("kubernets").build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of()).configured(declared))
                .withMessageContaining("There is no policy \"kubernets\". Is kubernetes meant?");
    }

    // While the application runs

    private static int attempts(Operation operation) {
        int[] attempts = {0};
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> Locking.run(operation, () -> {
                    attempts[0]++;
                    throw new StubConflict("stale");
                }));
        return attempts[0];
    }

    @Test
    void aChangeIsSeenByTheNextExecution() {
        LockingSettings settings = open(Map.of(MAX_RETRIES, "1"));
        Operation operation = Operation.named("Wallets.changed");
        assertThat(attempts(operation)).isEqualTo(2);

        settings.set("locking.operations.Wallets.changed.max-retries", "3");
        assertThat(attempts(operation)).isEqualTo(4);

        settings.set(MAX_RETRIES, "2");
        assertThat(attempts(operation)).as("the more specific one counts still").isEqualTo(4);

        settings.unset("locking.operations.Wallets.changed.max-retries");
        assertThat(attempts(operation)).isEqualTo(3);
    }

    @Test
    void anExecutionThatRunsKeepsWhatItHas() {
        LockingSettings settings = open(Map.of(MAX_RETRIES, "2"));
        int[] attempts = {0};

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> Locking.run("Wallets.changedMeanwhile", () -> {
                    attempts[0]++;
                    settings.set(MAX_RETRIES, "0");
                    throw new StubConflict("stale");
                }));

        assertThat(attempts[0]).isEqualTo(3);
        assertThat(attempts(Operation.named("Wallets.changedMeanwhile"))).isEqualTo(1);
    }

    @Test
    void aChangeThatAKnownOperationCannotHaveChangesNothing() {
        LockingSettings settings = open(Map.of());
        settings.configured(Operation.named(OPERATION)
                .policy(RetryPolicy.builder().maxDelay(Duration.ofMillis(10)).build()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.set("locking.retry.delay", "20ms"))
                .withMessageContaining(OPERATION)
                .withMessageContaining("maxDelay = PT0.01S");

        assertThat(policy(settings).delay()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whatIsReadOnlyAtTheStartCannotBeChanged() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of()).set("locking.ledger.table", "t"))
                .withMessageContaining("locking.ledger.table is read when a SessionFactory is built");
    }

    @Test
    void settingsOfOneOperationAreReadOnceUntilSomethingChanges() {
        LockingSettings settings = open(Map.of(MAX_RETRIES, "7"));
        Operation constant = Operation.named(OPERATION);
        Operation configured = settings.configured(constant);

        assertThat(settings.configured(constant)).isSameAs(configured);
        assertThat(settings.configured(Operation.named(OPERATION))).isSameAs(configured);
        assertThat(settings.configured(constant.unit("orders"))).isNotSameAs(configured);

        settings.set(MAX_RETRIES, "8");
        assertThat(settings.configured(constant)).isNotSameAs(configured);
    }

    @Test
    void theApplicationThatWasOpenedLastIsTheStandard() {
        LockingSettings before = LockingSettings.standard();
        LockingSettings one = open(Map.of());
        LockingSettings other = open(Map.of());
        assertThat(LockingSettings.standard()).isSameAs(other);

        one.close();
        assertThat(LockingSettings.standard()).isSameAs(other);
        other.close();
        assertThat(LockingSettings.standard()).isSameAs(before);
        before.close();
        assertThat(LockingSettings.standard()).as("those of the process stay").isSameAs(before);
    }

    // Out of the way

    @Test
    void disabledItRunsOnceInATransactionAndThrowsWhatCame() {
        LockingSettings settings = open(Map.of("locking.enabled", "false"));
        StubConflict conflict = new StubConflict("stale");
        StandardStub.INTEGRATION.begun = 0;

        assertThatExceptionOfType(StubConflict.class)
                .isThrownBy(() -> Locking.run("Wallets.disabled", () -> {
                    throw conflict;
                }))
                .isSameAs(conflict);
        assertThat(StandardStub.INTEGRATION.begun).isEqualTo(1);

        settings.set("locking.enabled", "true");
        assertThat(Locking.<String, RuntimeException>call("Wallets.disabled", () -> {
                    if (StandardStub.INTEGRATION.begun++ < 3) {
                        throw conflict;
                    }
                    return "done";
                }))
                .isEqualTo("done");
    }

    @Test
    void disabledAnIdempotencyKeyCountsStill() {
        open(Map.of("locking.enabled", "false"));
        Operation order = Operation.named("Wallets.disabledOrder");
        int[] runs = {0};

        for (int call = 0; call < 2; call++) {
            assertThat(Locking.<Integer, RuntimeException>callOnce(
                            order, "order-disabled", List.of(), Integer.class, () -> ++runs[0]))
                    .isEqualTo(1);
        }
    }

    @Test
    void disabledThereAreNoTurns() {
        open(Map.of("locking.enabled", "false"));
        GroupPolicy wallet = GroupPolicy.named("wallet").onBusy(OnBusy.FAIL);
        Operation operation = Operation.named("Wallets.disabledTurn").group(wallet);

        assertThat(Locking.<Boolean, RuntimeException>callInTurn(
                        operation,
                        List.of(7L),
                        () -> ExclusiveGroups.holder(operation, 7L).isEmpty()))
                .isTrue();
        assertThat(ExclusiveGroups.<Boolean, RuntimeException>call(
                        "Wallets.disabledTurn",
                        wallet,
                        List.of(7L),
                        () -> ExclusiveGroups.holder("wallet", 7L).isEmpty()))
                .isTrue();
    }

    @Test
    void whatAPolicyResolvesIsConfigurableToo() {
        LockingSettings settings = open(Map.of("locking.retry.resolution", "SURFACE"));

        assertThat(policy(settings).resolution()).isEqualTo(Resolution.SURFACE);
    }
}
