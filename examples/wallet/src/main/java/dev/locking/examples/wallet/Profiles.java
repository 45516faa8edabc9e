package dev.locking.examples.wallet;

import dev.locking.Resolution;
import dev.locking.RetryOnConflict;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;

/** Edits profiles: a form is filled in once, and what was changed in it is merged with what others have changed meanwhile. */
final class Profiles {

    private final SessionFactory sessions;

    Profiles(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @RetryOnConflict(resolution = Resolution.REAPPLY)
    void edit(long walletId, Consumer<Profile> form) {
        form.accept(sessions.getCurrentSession().find(Profile.class, walletId));
    }
}
