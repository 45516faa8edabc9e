package dev.locking.tests.docs;

import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;

// snippet: meanwhile
/** Does something when a row was read and nothing written yet: the first so many times. */
class Meanwhile implements PostLoadEventListener {

    private final AtomicInteger left;
    private final Runnable action;

    private Meanwhile(int times, Runnable action) {
        this.left = new AtomicInteger(times);
        this.action = action;
    }

    static void in(SessionFactory sessions, int times, Runnable action) {
        sessions.unwrap(SessionFactoryImplementor.class)
                .getEventEngine()
                .getListenerRegistry()
                .appendListeners(EventType.POST_LOAD, new Meanwhile(times, action));
    }

    @Override
    public void onPostLoad(PostLoadEvent event) {
        if (left.getAndDecrement() > 0) {
            action.run();
        }
    }
}
// end
