package dev.locking.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A JVM that calls beside this one, on the same wallets, and ends with this one at the latest. What it says on stderr is said by
 * this one. Used by one thread.
 */
final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream orders;

    private OtherJvm(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static OtherJvm start() throws IOException {
        OtherJvm other = new OtherJvm(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Worker.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        Runtime.getRuntime().addShutdownHook(new Thread(other::close));
        return other;
    }

    /** Opens its pool and its sessions, on wallets that are there. */
    void join(String url, Clients clients) throws IOException {
        orders.println(url);
        orders.println(clients.jvms());
        ask(Integer.toString(clients.threads()), Worker.JOINED);
    }

    void leave() throws IOException {
        ask(Worker.LEAVE, Worker.LEFT);
    }

    /** Waits until every thread of its part is there. */
    void prepare(Part part) throws IOException {
        ask(part.line(), Worker.READY);
    }

    /** Lets it begin what it was {@linkplain #prepare prepared} for. */
    void begin() {
        orders.println(Worker.BEGIN);
    }

    /** Waits for the last call to return. */
    Tally tally() throws IOException {
        return Tally.parse(answer());
    }

    private void ask(String order, String expected) throws IOException {
        orders.println(order);
        String answer = answer();
        if (!answer.equals(expected)) {
            throw new IllegalStateException("The other JVM answered " + answer + " to " + order);
        }
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            int code = process.onExit().join().exitValue();
            throw new IllegalStateException("The other JVM ended with " + code + "; what it said is above");
        }
        return answer;
    }

    /** It has nothing to finish. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
