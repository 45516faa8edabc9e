package dev.locking.spring;

import dev.locking.retry.LockingSettings;
import dev.locking.retry.UnusedSetting;
import org.jboss.logging.Logger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells, once all beans are there, which settings are for operations that none of them has. Methods that are woven, lazy beans
 * and code may have them later, so that only a name that is near another one is worth a warning.
 */
final class UnusedSettings implements SmartInitializingSingleton {

    private static final Logger LOG = Logger.getLogger(LockingSettings.class);

    private final ObjectProvider<LockingSettings> settings;

    UnusedSettings(ObjectProvider<LockingSettings> settings) {
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (UnusedSetting unused : settings.getObject().unused()) {
            LOG.log(unused.near() == null ? Logger.Level.INFO : Logger.Level.WARN, unused);
        }
    }
}
