package dev.locking.hibernate;

import static org.hibernate.cfg.AvailableSettings.CURRENT_SESSION_CONTEXT_CLASS;
import static org.hibernate.cfg.AvailableSettings.JTA_PLATFORM;
import static org.hibernate.cfg.AvailableSettings.TRANSACTION_COORDINATOR_STRATEGY;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Lets {@code SessionFactory.getCurrentSession()} answer the session that this library binds, by Hibernate's own
 * {@code managed} context, unless the application has chosen another context or uses JTA.
 */
public final class CurrentSessionContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        if (!usesJta(settings)) {
            settings.putIfAbsent(CURRENT_SESSION_CONTEXT_CLASS, SessionBoundary.MANAGED);
        }
    }

    private static boolean usesJta(Map<String, Object> settings) {
        Object coordinator = settings.get(TRANSACTION_COORDINATOR_STRATEGY);
        return settings.containsKey(JTA_PLATFORM)
                || (coordinator != null && coordinator.toString().contains("jta"));
    }
}
