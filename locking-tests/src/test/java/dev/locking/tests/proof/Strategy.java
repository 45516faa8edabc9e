package dev.locking.tests.proof;

import dev.locking.OutcomeUnknownException;
import dev.locking.tests.door.Door;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** How a change is brought into the database: through a door of the library, or in one of the wrong ways. */
@FunctionalInterface
interface Strategy {

    int MOST_CALLS = 10;

    /** Returns normally if the change is in. */
    void call(SessionFactory factory, Consumer<Session> body) throws Exception;

    static Strategy of(Door door) {
        return (factory, body) -> door.call(() -> {
            body.accept(factory.getCurrentSession());
            return true;
        });
    }

    /** With a ledger that tells what became of a commit that nobody answered. */
    static Strategy verifying(Door door) {
        return (factory, body) -> door.callVerifying(() -> {
            body.accept(factory.getCurrentSession());
            return true;
        });
    }

    /** With a key under which the caller calls again as long as it does not know what became of its call. */
    static Strategy untilKnown(Door door) {
        return (factory, body) -> {
            String key = UUID.randomUUID().toString();
            for (int calls = 1; ; calls++) {
                try {
                    door.callOnce(key, 0, () -> {
                        body.accept(factory.getCurrentSession());
                        return 1L;
                    });
                    return;
                } catch (OutcomeUnknownException e) {
                    if (calls == MOST_CALLS || Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                }
            }
        };
    }
}
