package dev.locking.tests.proof;

import dev.locking.OutcomeUnknownException;
import dev.locking.tests.door.Door;
import java.util.List;
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

    /** Half of the threads share transactions, with one flush for all, and half take no turn and get in their way. */
    static Strategy sharing(Door door) {
        return (factory, body) -> {
            Door.Work<Boolean> work = () -> {
                body.accept(factory.getCurrentSession());
                return true;
            };
            boolean shares = Thread.currentThread().getId() % 2 == 0;
            if (shares) {
                door.callCombined(List.of(0L), work);
            } else {
                door.call(work);
            }
        };
    }

    /** All threads share transactions, and each change is sent for itself, so that it has a version of its own. */
    static Strategy sharingWithFlush(Door door) {
        return (factory, body) -> door.callCombinedWithFlush(List.of(0L), () -> {
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
