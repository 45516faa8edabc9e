package dev.locking.benchmarks;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hibernate.Version;
import org.springframework.core.retry.RetryTemplate;

/**
 * Where and how the figures were measured, without which they say nothing.
 *
 * @param lines one fact or a few on each
 */
record Circumstances(List<String> lines) {

    static Circumstances of(Plan plan, Server server) throws SQLException {
        return new Circumstances(
                List.of(machine(), server.facts() + ", READ COMMITTED, on this machine", libraries(), load(plan)));
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "JDK %s (%s), %d cores, %d MB heap, %s %s, %s; load average %.1f at the start",
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String libraries() {
        return "Hibernate " + Version.getVersionString() + ", Spring "
                + RetryTemplate.class.getPackage().getImplementationVersion();
    }

    private static String load(Plan plan) {
        return String.format(
                Locale.ROOT,
                "Plan %s: %d rounds of %.1f s a cell, %,d wallets, %s",
                plan.name(),
                plan.rounds(),
                plan.cell().toMillis() / 1e3,
                World.WALLETS,
                plan.clients().stream().map(Circumstances::pools).distinct().collect(Collectors.joining("; ")));
    }

    private static String pools(Clients clients) {
        String pool = "a pool of threads + " + World.connectionsBeside(clients) + " connections";
        return clients.areDivided()
                ? clients.jvms() + " JVMs, each with its share of the threads, " + pool + " and group.scope = cluster"
                : "1 JVM, " + pool;
    }
}
