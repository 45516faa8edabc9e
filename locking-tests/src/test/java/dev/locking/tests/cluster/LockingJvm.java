package dev.locking.tests.cluster;

import dev.locking.spi.ClusterLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another JVM, which takes and releases a lock when it is told to. Both sides of it are here. */
final class LockingJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;

    private LockingJvm(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts a JVM whose locks are in a database. */
    static LockingJvm start(String url, String user, String password, String name) throws IOException {
        return start(LockingJvm.class, url, user, password, name);
    }

    /** Starts a main class that {@linkplain #obey obeys}. */
    static LockingJvm start(Class<?> main, String... arguments) throws IOException {
        String java = System.getProperty("java.home") + "/bin/java";
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        LockingJvm jvm = new LockingJvm(process);
        List.of(arguments).forEach(jvm.orders::println);
        return jvm;
    }

    void lock() throws IOException {
        ask("lock", "locked");
    }

    void unlock() throws IOException {
        ask("unlock", "unlocked");
    }

    void ask(String order, String expected) throws IOException {
        orders.println(order);
        String answer = answers.readLine();
        if (!expected.equals(answer)) {
            throw new IllegalStateException(order + " was answered by " + answer);
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: nothing is given back, and nobody says good-bye. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGSTOP: it does nothing, as in a pause that does not end, until it {@linkplain #goOn() goes on}. */
    void stall() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** What the other JVM does its locking with. */
    interface Lockable {

        void lock() throws Exception;

        void unlock();
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = orders();
        String url = orders.readLine();
        String user = orders.readLine();
        String password = orders.readLine();
        String name = orders.readLine();
        try (Node node = Node.start(url, user, password, 5, Map.of())) {
            obey(orders, new Lockable() {

                private @Nullable ClusterLock lock;

                @Override
                public void lock() throws InterruptedException {
                    lock = node.lock(name);
                }

                @Override
                public void unlock() {
                    Objects.requireNonNull(lock).release();
                }
            });
        }
    }

    static BufferedReader orders() {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }

    static void obey(BufferedReader orders, Lockable lock) throws Exception {
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("lock")) {
                lock.lock();
                System.out.println("locked");
            } else {
                lock.unlock();
                System.out.println("unlocked");
            }
        }
    }
}
