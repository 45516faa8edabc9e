package dev.locking.tests.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.retry.Locking;
import dev.locking.tests.databases.Databases;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard and the alerts that are shipped, on a real Prometheus that scrapes a real run. First all goes well, and no alert
 * may so much as wait; then everything goes wrong, and each has to fire.
 *
 * <p>In the real run minutes are seconds: the windows of the alerts are {@value #WINDOW}, and they fire after {@value #PATIENCE}.
 * Nothing else of them is changed. As they are, with their windows, they are tried on made-up series, by {@code promtool}.
 */
@Timeout(600)
class DashboardsTest {

    private static final String WINDOW = "10s";
    private static final String PATIENCE = "2s";

    /** Before this says what is missing. */
    private static final long LONGEST_RUN = TimeUnit.MINUTES.toNanos(3);

    /** Others work on this machine too. */
    private static final long BETWEEN_CALLS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    Path home;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<FutureTask<?>> load = new ArrayList<>();
    private volatile boolean ends;

    @AfterEach
    void removeTheRegistry() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void alertsFireOnCausesAndAreSilentOnCalmDays() throws Exception {
        Process test = new ProcessBuilder(
                        Prometheus.program("promtool").toString(),
                        "test",
                        "rules",
                        Shipped.TESTS_OF_ALERTS.getFileName().toString())
                .directory(Shipped.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(test.waitFor()).as(said).isZero();
        assertThat(said).contains("SUCCESS");
        String tests = Files.readString(Shipped.TESTS_OF_ALERTS);
        assertThat(names()).allSatisfy(name -> assertThat(tests).contains("alertname=\"" + name + "\""));
    }

    @Test
    void everyAlertSaysWhatToDo() {
        assertThat(Shipped.rules()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(rule -> {
            assertThat(rule.get("labels")).asString().matches(".*severity=(critical|warning|info).*");
            assertThat(rule.get("annotations")).asString().contains("summary=", "runbook=");
        });
    }

    @Test
    void noAlertAndNoQueryAsksForAMeterThatIsNotThere() {
        Set<String> asked = new TreeSet<>();
        Pattern name = Pattern.compile("locking_[a-z_]+");
        List<String> texts = new ArrayList<>(Shipped.queries());
        Shipped.rules().forEach(rule -> texts.add(String.valueOf(rule.get("expr"))));
        for (String text : texts) {
            Matcher found = name.matcher(text);
            while (found.find()) {
                asked.add(found.group());
            }
        }
        assertThat(asked).as("every meter is shown").hasSizeGreaterThan(15);
        assertThat(asked)
                .allMatch(metric -> Set.of(
                                "locking_executions_seconds",
                                "locking_attempts",
                                "locking_conflicts",
                                "locking_conflicts_false",
                                "locking_wasted_seconds",
                                "locking_delay_seconds",
                                "locking_group_wait_seconds",
                                "locking_group_active",
                                "locking_group_queued",
                                "locking_combined",
                                "locking_budget_available",
                                "locking_hot")
                        .contains(metric.replaceFirst("_(count|sum|max|total)$", "")));
    }

    @Test
    void everyQueryAnswersAndEveryAlertFiresInARealRunAndNoneInACalmOne() throws Exception {
        awaitTheEndOfOtherTests();
        Metrics.addRegistry(registry);
        try (Shop shop = new Shop(Databases.h2());
                Prometheus prometheus = Prometheus.scraping(registry, inSeconds(Shipped.alerts()), home)) {
            repeat(shop::deposit);
            repeat(shop::order);
            awaitHistory(prometheus);
            assertThat(prometheus.query("count_over_time(ALERTS[1h])"))
                    .as("alerts of a calm run")
                    .isEmpty();
            assertThat(prometheus.rules())
                    .as("rules that can be evaluated")
                    .allMatch(rule -> "ok".equals(rule.get("health")) && "inactive".equals(rule.get("state")));

            provoke(shop);
            Set<String> fired = new HashSet<>();
            Set<String> unanswered = new HashSet<>(queries());
            long tooLate = System.nanoTime() + LONGEST_RUN;
            await(() -> {
                prometheus.rules().stream()
                        .filter(rule -> "firing".equals(rule.get("state")))
                        .forEach(rule -> fired.add(String.valueOf(rule.get("name"))));
                unanswered.removeIf(query -> isNumber(prometheus.query(query)));
                return (fired.containsAll(names()) && unanswered.isEmpty()) || System.nanoTime() - tooLate > 0;
            });

            assertThat(unanswered).as("queries without a number").isEmpty();
            assertThat(fired).containsExactlyInAnyOrderElementsOf(names());
            assertThat(variables(prometheus)).containsKeys("job", "operation");
            end();
        } finally {
            ends = true;
        }
    }

    /** What they have provoked in this JVM. */
    private void awaitTheEndOfOtherTests() {
        await(() -> Locking.retriesLeft() >= 100 && Locking.hotspots().isEmpty());
    }

    private static List<String> names() {
        return Shipped.rules().stream()
                .map(rule -> String.valueOf(rule.get("alert")))
                .toList();
    }

    private static String inSeconds(String rules) {
        return rules.replaceAll("\\[\\d+m]", "[" + WINDOW + "]")
                .replaceAll("offset \\d+m", "offset " + WINDOW)
                .replaceAll("for: \\d+m", "for: " + PATIENCE);
    }

    /** As Grafana would ask for all jobs and operations. */
    private static List<String> queries() {
        return Shipped.queries().stream()
                .map(query -> query.replace("$__rate_interval", WINDOW)
                        .replace("$job", ".*")
                        .replace("$operation", ".*"))
                .toList();
    }

    /** What is divided by nothing is an answer that shows nothing. */
    private static boolean isNumber(List<Map<String, Object>> answer) {
        return answer.stream()
                .anyMatch(series -> !String.valueOf(series.get("value")).contains("NaN"));
    }

    private static Map<String, List<String>> variables(Prometheus prometheus) {
        Map<String, List<String>> values = new HashMap<>();
        Pattern definition = Pattern.compile("label_values\\((.*), (\\w+)\\)");
        for (Map<String, Object> variable : Shipped.variables()) {
            Matcher query = definition.matcher(Shipped.query(variable));
            if (query.matches()) {
                List<String> found = prometheus.values(query.group(1).replace("$job", ".*"), query.group(2));
                assertThat(found).as(query.group()).isNotEmpty().doesNotContain("null");
                values.put(String.valueOf(variable.get("name")), found);
            }
        }
        return values;
    }

    /** All windows are full, and every alert could have waited and fired. */
    private void awaitHistory(Prometheus prometheus) {
        await(
                () -> prometheus
                        .query(
                                "count_over_time(locking_group_wait_seconds_count[1m]) > 15 and on () (count(locking_hot) > 0)")
                        .stream()
                        .findAny()
                        .isPresent());
    }

    /** Each kind of trouble on rows of its own. */
    private void provoke(Shop shop) {
        repeat(number -> shop.depositLosingOnce(1));
        repeat(number -> shop.renameLosingOnce(2 + number % 8));
        repeat(number -> shop.giveUp(10 + number % 8, 20 + number % 8));
        repeat(number -> shop.callOut());
        repeat(number -> shop.ship(30));
        for (int i = 0; i < 4; i++) {
            repeat(number -> shop.pay(40));
        }
        repeat(number -> slowly(shop));
        repeat(number -> slowly(shop));
    }

    /** Whoever comes next waits for almost three seconds. */
    private void slowly(Shop shop) {
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<?> call = started(() -> shop.orderSlowly(50, end));
        for (int i = 0; i < 11 && !ends; i++) {
            Prometheus.pause();
        }
        end.countDown();
        join(call);
    }

    private void repeat(LongConsumer call) {
        load.add(started(() -> {
            for (long number = 0; !ends; number++) {
                call.accept(number);
                LockSupport.parkNanos(BETWEEN_CALLS);
            }
        }));
    }

    private static FutureTask<?> started(Runnable call) {
        FutureTask<?> task = new FutureTask<>(call, null);
        new Thread(task).start();
        return task;
    }

    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            load.stream().filter(FutureTask::isDone).forEach(DashboardsTest::join);
            Prometheus.pause();
        }
    }

    private void end() {
        ends = true;
        load.forEach(DashboardsTest::join);
    }

    private static void join(FutureTask<?> call) {
        try {
            call.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
