package dev.locking.tests.watching;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import dev.locking.tests.databases.Setting;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.yaml.snakeyaml.Yaml;

/**
 * A real Prometheus, reachable from this machine only, that scrapes a registry every second and evaluates rules as often. Its
 * data are gone when it is closed.
 */
final class Prometheus implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer scraped;
    private final Process process;
    private final String url;
    private final Path log;

    private Prometheus(HttpServer scraped, Process process, String url, Path log) {
        this.scraped = scraped;
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /**
     * Where a program of Prometheus is: in the folder that {@code locking.test.prometheus} names, or with the system's programs.
     *
     * @param name as in {@code promtool}
     * @throws TestAbortedException if it is not there, so that the test is skipped
     * @throws AssertionFailedError instead, where everything is required: with {@code LOCKING_TEST_REQUIRE_ALL=true}
     */
    static Path program(String name) {
        Path program = Path.of(Setting.valueOf("locking.test.prometheus", "/usr/bin"), name);
        if (Files.isExecutable(program)) {
            return program;
        }
        String reason =
                program + " is not there. Install Prometheus (Debian: apt-get install prometheus), or name its folder:"
                        + " LOCKING_TEST_PROMETHEUS.";
        if (Setting.isTrue("locking.test.require.all")) {
            throw new AssertionFailedError(reason);
        }
        throw new TestAbortedException(reason);
    }

    /**
     * Starts one.
     *
     * @param registry is scraped
     * @param rules the rules, as in a file of them
     * @param home an empty folder
     */
    static Prometheus scraping(PrometheusMeterRegistry registry, String rules, Path home) throws IOException {
        Path program = program("prometheus");
        HttpServer scraped = serve(registry);
        int port = freePort();
        Path configuration = home.resolve("prometheus.yaml");
        Files.writeString(home.resolve("rules.yaml"), rules);
        Files.writeString(configuration, """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files:
                  - rules.yaml
                scrape_configs:
                  - job_name: shop
                    static_configs:
                      - targets: ["127.0.0.1:%s"]
                """.formatted(scraped.getAddress().getPort()));
        Path log = home.resolve("log");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + home.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Prometheus started = new Prometheus(scraped, process, "http://127.0.0.1:" + port, log);
        started.awaitReady();
        return started;
    }

    private static HttpServer serve(PrometheusMeterRegistry registry) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] meters = registry.scrape(TEXT).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.sendResponseHeaders(200, meters.length);
            exchange.getResponseBody().write(meters);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException {
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("Prometheus did not start: " + Files.readString(log));
            }
            pause();
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Between two looks at what changes once a second. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(250);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a query answers right now.
     *
     * @return one entry per series: its labels and its value
     * @throws IllegalArgumentException if Prometheus does not understand the query
     */
    List<Map<String, Object>> query(String query) {
        Map<String, Object> data = data("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return list(data, "result");
    }

    /** Each alert by its name: {@code inactive}, {@code pending} or {@code firing}, and its query. */
    List<Map<String, Object>> rules() {
        return list(list(data("/api/v1/rules"), "groups").get(0), "rules");
    }

    /** The values of a label. */
    List<String> values(String selector, String label) {
        return list(data("/api/v1/series?match[]=" + URLEncoder.encode(selector, StandardCharsets.UTF_8)), "").stream()
                .map(series -> String.valueOf(series.get(label)))
                .distinct()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return (List<Map<String, Object>>) requireNonNull(of.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> data(String path) {
        HttpResponse<String> response = get(path.replace("[", "%5B").replace("]", "%5D"));
        Map<String, Object> answer = new Yaml().load(response.body());
        if (!"success".equals(answer.get("status"))) {
            throw new IllegalArgumentException(path + ": " + answer);
        }
        Object data = requireNonNull(answer.get("data"), "data");
        return data instanceof List ? Map.of("", data) : (Map<String, Object>) data;
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        scraped.stop(0);
    }
}
