package dev.locking.tests.proof;

import dev.locking.tests.proof.PostgresServer.Signal;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Kills backends of a server at random moments, and now and then the whole server, until it is stopped. */
final class Killer {

    private static final int LONGEST_PEACE_MILLIS = 4_000;

    private final PostgresServer server;
    private final SplittableRandom random;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final FutureTask<Integer> killing = new FutureTask<>(this::kill);

    private Killer(PostgresServer server, SplittableRandom random) {
        this.server = server;
        this.random = random;
    }

    static Killer start(PostgresServer server, SplittableRandom random) {
        Killer killer = new Killer(server, random);
        new Thread(killer.killing, "killer").start();
        return killer;
    }

    /** Waits until the server runs again, and says how often something was killed. */
    int stop() throws InterruptedException, ExecutionException {
        stop.countDown();
        return killing.get();
    }

    private int kill() throws IOException, InterruptedException {
        int kills = 0;
        while (!stop.await(1 + random.nextInt(LONGEST_PEACE_MILLIS), TimeUnit.MILLISECONDS)) {
            if (random.nextInt(3) == 0) {
                server.restart(Signal.KILL);
                kills++;
            } else {
                kills += killABackend();
            }
        }
        return kills;
    }

    private int killABackend() throws IOException, InterruptedException {
        List<Long> backends;
        try {
            backends = server.backends("xact_start is not null");
        } catch (SQLException isRecovering) {
            return 0;
        }
        if (backends.isEmpty()) {
            return 0;
        }
        PostgresServer.send(Signal.KILL, backends.get(random.nextInt(backends.size())));
        return 1;
    }
}
