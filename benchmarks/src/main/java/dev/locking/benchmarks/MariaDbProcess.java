package dev.locking.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code mariadbd} that is reachable from this machine only, and ends with this JVM at the latest, and its data with it. */
final class MariaDbProcess implements AutoCloseable {

    private static final int MOST_TO_TELL = 1_000;

    private final Process process;
    private final TemporaryDirectory home;
    private final int port;

    private MariaDbProcess(Process process, TemporaryDirectory home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    /** Returns before it answers. */
    static MariaDbProcess start() throws IOException {
        MariaDbPrograms programs = MariaDbPrograms.ofThisMachine();
        TemporaryDirectory home = TemporaryDirectory.create("locking-lab-mariadb");
        try {
            install(programs, home);
            MariaDbProcess process = serve(programs, home, freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(process::close));
            return process;
        } catch (IOException | RuntimeException e) {
            home.close();
            throw e;
        }
    }

    private static void install(MariaDbPrograms programs, TemporaryDirectory home) throws IOException {
        Process install =
                run(programs.install(), home, List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
        if (install.onExit().join().exitValue() != 0) {
            throw new IOException(programs.install() + " failed. It says: " + said(home));
        }
    }

    private static MariaDbProcess serve(MariaDbPrograms programs, TemporaryDirectory home, int port)
            throws IOException {
        List<String> options = List.of(
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + home.path().resolve("socket"),
                "--pid-file=" + home.path().resolve("pid"),
                "--skip-name-resolve",
                "--max-connections=300",
                "--transaction-isolation=READ-COMMITTED",
                "--innodb-flush-log-at-trx-commit=1");
        return new MariaDbProcess(run(programs.server(), home, options), home, port);
    }

    private static Process run(Path program, TemporaryDirectory home, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.add("--no-defaults");
        command.add("--datadir=" + home.path().resolve("data"));
        command.add("--tmpdir=" + home.path());
        command.addAll(options);
        if (System.getProperty("user.name").equals("root")) {
            // MariaDB runs as root only if it is told so.
            command.add("--user=root");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home)))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void waitForAMoment() {
        process.onExit().completeOnTimeout(process, 100, TimeUnit.MILLISECONDS).join();
    }

    /** The end of what it has written. */
    String said() throws IOException {
        return said(home);
    }

    private static String said(TemporaryDirectory home) throws IOException {
        String all = new String(Files.readAllBytes(log(home).toPath()), StandardCharsets.UTF_8);
        return all.substring(Math.max(0, all.length() - MOST_TO_TELL));
    }

    private static File log(TemporaryDirectory home) {
        return home.path().resolve("log").toFile();
    }

    /** It has nothing to keep. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        home.close();
    }
}
