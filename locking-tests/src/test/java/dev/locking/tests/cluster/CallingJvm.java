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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Another JVM, which makes calls of a group when it is told to. */
final class CallingJvm {

    /** How many calls a JVM makes that works. */
    static final int CALLS = 400;

    private static final int THREADS = 4;

    private final Node node;
    private final Door door;
    private final AtomicInteger bodies = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    CallingJvm(Node node, Door door) {
        this.node = node;
        this.door = door;
    }

    /** How many have begun: one for each attempt of a call. */
    int bodies() {
        return bodies.get();
    }

    private void change(long amount) {
        bodies.incrementAndGet();
        node.factory.getCurrentSession().find(Wallet.class, 1L).balance += amount;
    }

    Future<Long> credit(long amount) {
        return threads.submit(() -> {
            door.callInTurnOfCluster(List.of(1L), () -> {
                change(amount);
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

    /** A call that credits 10 and has not ended. */
    private final class Inside {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch mayLeave = new CountDownLatch(1);
        final Future<Long> call;

        /** @param flushes whether the database is told before it enters, which locks the row */
        Inside(boolean flushes) {
            call = threads.submit(() -> door.<Long>callInTurnOfCluster(List.of(1L), () -> {
                change(10);
                if (flushes) {
                    node.factory.getCurrentSession().flush();
                }
                entered.countDown();
                mayLeave.await();
                return 10L;
            }));
        }
    }

    private void obey(BufferedReader orders) throws Exception {
        Inside inside = null;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String answer = "done";
            switch (order) {
                case "enter", "enter without a flush" -> {
                    inside = new Inside(order.equals("enter"));
                    inside.entered.await();
                }
                case "leave" -> {
                    if (inside != null) {
                        inside.mayLeave.countDown();
                        inside.call.get();
                    }
                }
                case "bodies" -> answer = Integer.toString(bodies());
                default -> work();
            }
            System.out.println(answer);
        }
    }

    public static void main(String[] none) throws Exception {
        obeyOnDatabase(LockingJvm.orders());
    }

    /** The orders begin with the database. */
    static void obeyOnDatabase(BufferedReader orders) throws Exception {
        String url = orders.readLine();
        String user = orders.readLine();
        String password = orders.readLine();
        try (Node node = Node.start(url, user, password, 10, Map.of())) {
            new CallingJvm(node, new WovenDoor()).obey(orders);
        }
    }
}
