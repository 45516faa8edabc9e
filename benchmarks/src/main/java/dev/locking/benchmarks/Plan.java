package dev.locking.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What is measured.
 *
 * @param name as it is asked for
 * @param rounds how often everything is measured
 * @param cell how long one strategy runs in one setting
 * @param warmUp how long each strategy runs uncounted when a pool was opened, four times as long in the first round
 * @param distributions which wallets are wanted
 * @param clients who call at the same time
 * @param thinkTimes between reading and writing
 */
record Plan(
        String name,
        int rounds,
        Duration cell,
        Duration warmUp,
        List<Distribution> distributions,
        List<Clients> clients,
        List<Duration> thinkTimes) {

    private static final List<Integer> JVMS = List.of(1, 2);

    private static final List<Long> THINK_MILLIS = List.of(0L, 1L);

    private static final Plan SHORT = new Plan(
            "short",
            2,
            Duration.ofMillis(1_500),
            Duration.ofMillis(200),
            List.of(Distribution.hotRow(), Distribution.zipf(0.99)),
            Clients.of(List.of(1), List.of(16, 64)),
            List.of(Duration.ZERO));

    private static final Plan FULL = new Plan(
            "full",
            2,
            Duration.ofSeconds(6),
            Duration.ofMillis(500),
            List.of(
                    Distribution.hotRow(),
                    Distribution.zipf(1.2),
                    Distribution.zipf(0.99),
                    Distribution.zipf(0.8),
                    Distribution.uniform()),
            Clients.of(JVMS, List.of(1, 4, 16, 64)),
            THINK_MILLIS.stream().map(Duration::ofMillis).toList());

    /**
     * The plan {@code lab.plan}, with {@code lab.rounds}, {@code lab.seconds} a cell, {@code lab.jvms} and {@code lab.think} if
     * they are set, and of it what {@code lab.distributions} and {@code lab.threads} leave.
     */
    static Plan fromSystemProperties() {
        Plan plan = named(property("plan", SHORT.name));
        int rounds = (int) number("rounds", plan.rounds, 1, 100);
        double seconds = number("seconds", plan.cell.toMillis() / 1e3, 0.1, 600);
        return new Plan(
                plan.name,
                rounds,
                Duration.ofMillis((long) (seconds * 1e3)),
                plan.warmUp,
                Selection.named("distributions", plan.distributions, plan.distributions),
                plan.askedClients(),
                plan.askedThinkTimes());
    }

    private List<Clients> askedClients() {
        List<Integer> ofPlan = each(Clients::threads);
        List<Integer> threads = Selection.named("threads", ofPlan, ofPlan);
        List<Integer> jvms = Selection.named("jvms", JVMS, each(Clients::jvms));
        List<Clients> asked = Clients.of(jvms, threads);
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("lab.jvms = " + property("jvms", "") + " and lab.threads = "
                    + property("threads", "") + " leave nothing to measure. Set lab.threads to "
                    + Clients.FEWEST_DIVIDED + " or more, or lab.jvms to 1.");
        }
        return asked;
    }

    private List<Duration> askedThinkTimes() {
        List<Long> ofPlan = thinkTimes.stream().map(Duration::toMillis).toList();
        return Selection.named("think", THINK_MILLIS, ofPlan).stream()
                .map(Duration::ofMillis)
                .toList();
    }

    private List<Integer> each(Function<Clients, Integer> number) {
        return clients.stream().map(number).distinct().toList();
    }

    private static Plan named(String name) {
        return List.of(SHORT, FULL).stream()
                .filter(plan -> plan.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lab.plan = " + name + " is no plan. Set " + SHORT.name + " or " + FULL.name + "."));
    }

    /**
     * A setting of a lab.
     *
     * @throws IllegalArgumentException if it is no number, or out of bounds
     */
    static double number(String name, double byDefault, double least, double most) {
        String value = property(name, Double.toString(byDefault));
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refusal(name, value, least, most), e);
        }
        throw new IllegalArgumentException(refusal(name, value, least, most));
    }

    private static String refusal(String name, String value, double least, double most) {
        return "lab." + name + " = " + value + " makes no sense. Set a number from " + least + " to " + most + ".";
    }

    /** Maven hands on a property that nobody has set as an empty one. */
    static String property(String name, String byDefault) {
        String value = System.getProperty("lab." + name, "");
        return value.isBlank() ? byDefault : value;
    }

    /** All settings with those who call. */
    List<Setting> settings(Clients calling) {
        return distributions.stream()
                .flatMap(distribution -> thinkTimes.stream().map(think -> new Setting(distribution, calling, think)))
                .toList();
    }

    int cells(int strategies) {
        return rounds * clients.size() * distributions.size() * thinkTimes.size() * strategies;
    }
}
