package dev.locking.tests.proof;

import dev.locking.tests.door.Door;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** How a change is brought into the database: through a door of the library, or in one of the wrong ways. */
@FunctionalInterface
interface Strategy {

    /** Returns normally if the change is in. */
    void call(SessionFactory factory, Consumer<Session> body) throws Exception;

    static Strategy of(Door door) {
        return (factory, body) -> door.call(() -> {
            body.accept(factory.getCurrentSession());
            return true;
        });
    }
}
