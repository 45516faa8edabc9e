package dev.locking.tests.cluster;

import dev.locking.tests.door.Door;
import dev.locking.tests.door.WovenDoor;
import dev.locking.tests.kit.Wallet;
import java.io.BufferedReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Another JVM, which makes calls of a group when it is told to. */
final class CallingJvm {

    /** How many calls a JVM makes that works. */
    static final int CALLS = 400;

    private static final int THREADS = 4;

    private final Node node;
    private final Door door;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    CallingJvm(Node node, Door door) {
        this.node = node;
        this.door = door;
    }

    private static void credit(Node node, long amount) {
        node.factory.getCurrentSession().find(Wallet.class, 1L).balance += amount;
    }

    Future<Long> credit(long amount) {
        return threads.submit(() -> {
            door.callInTurnOfCluster(List.of(1L), () -> {
                credit(node, amount);
                return amount;
            });
            return amount;
        });
    }

    /** Many calls, of several threads. */
    void work() throws Exception {
        List<Future<Long>> calls =
                IntStream.range(0, CALLS).mapToObj(i -> credit(1)).toList();
        for (Future<Long> call : calls) {
            call.get();
        }
    }

    void close() {
        threads.shutdownNow();
    }

    /** A call that credits 10, has told the database, and has not ended. */
    private final class Inside {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch mayLeave = new CountDownLatch(1);
        final Future<Long> call = threads.submit(() -> door.<Long>callInTurnOfCluster(List.of(1L), () -> {
            credit(node, 10);
            node.factory.getCurrentSession().flush();
            entered.countDown();
            mayLeave.await();
            return 10L;
        }));
    }

    private void obey(BufferedReader orders) throws Exception {
        Inside inside = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "enter" -> {
                    inside = new Inside();
                    inside.entered.await();
                }
                case "leave" -> {
                    if (inside != null) {
                        inside.mayLeave.countDown();
                        inside.call.get();
                    }
                }
                default -> work();
            }
            System.out.println("done");
        }
    }

    public static void main(String[] none) throws Exception {
        BufferedReader orders = LockingJvm.orders();
        String url = orders.readLine();
        String user = orders.readLine();
        String password = orders.readLine();
        try (Node node = Node.start(url, user, password, 10, Map.of())) {
            new CallingJvm(node, new WovenDoor()).obey(orders);
        }
    }
}
