package dev.locking.spring.web;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What others do while a request is between reading and writing; each of its attempts lets the next of them happen. */
class Meanwhile {

    private final Queue<Runnable> others = new ArrayDeque<>();

    synchronized void then(Runnable other) {
        others.add(other);
    }

    void happens() {
        Runnable next = next();
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        return others.poll();
    }
}
