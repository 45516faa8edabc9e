package dev.locking.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** This JVM, and another one from when it is first needed: one for all rounds, so that it stays warm as this one does. */
final class Jvms implements AutoCloseable {

    private @Nullable OtherJvm other;

    /** To be told when the wallets are there, on which these call. */
    void join(String url, Clients clients) throws IOException {
        if (clients.areDivided()) {
            if (other == null) {
                other = OtherJvm.start();
            }
            other.join(url, clients);
        }
    }

    /** To be told when these have called for the last time. */
    void leave(Clients clients) throws IOException {
        if (clients.areDivided()) {
            requireNonNull(other).leave();
        }
    }

    /** Each JVM does its part, this one the first, and all begin together. */
    Tally call(Strategy strategy, List<Part> parts) throws IOException, InterruptedException, ExecutionException {
        try (Crowd crowd = new Crowd(strategy, parts.get(0))) {
            crowd.gather();
            return parts.size() == 1 ? crowd.call() : call(crowd, requireNonNull(other), parts.get(1));
        }
    }

    private static Tally call(Crowd here, OtherJvm other, Part there)
            throws IOException, InterruptedException, ExecutionException {
        other.prepare(there);
        other.begin();
        return here.call().and(other.tally());
    }

    @Override
    public void close() {
        if (other != null) {
            other.close();
        }
    }
}
