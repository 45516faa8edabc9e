package dev.locking.hibernate;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Lets no factory be built whose merge rules cannot work. */
final class RuleCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    /** An exception thrown here lets Hibernate close the factory and rethrow it. */
    @Override
    public void sessionFactoryCreated(SessionFactory created) {
        SessionFactoryImplementor factory = created.unwrap(SessionFactoryImplementor.class);
        SessionFactories.of(factory).attempts().reported().refuseUnsuitableRules(factory);
    }
}
