package dev.locking.hibernate;

import static org.hibernate.cfg.AvailableSettings.STATEMENT_INSPECTOR;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.hibernate.service.spi.ServiceContributor;
import org.jspecify.annotations.Nullable;

/** Shows every statement to the attempt of the thread that sends it, after the application's own inspector has seen it. */
final class StatementWatch implements StatementInspector {

    private static final long serialVersionUID = 1L;

    private final @Nullable StatementInspector ofApplication;

    StatementWatch(@Nullable StatementInspector ofApplication) {
        this.ofApplication = ofApplication;
    }

    @Override
    public String inspect(String sql) {
        AttemptRecord record = AttemptRecord.current();
        if (record != null) {
            record.aboutToPrepare(sql);
        }
        String changed = ofApplication == null ? null : ofApplication.inspect(sql);
        return changed == null ? sql : changed;
    }

    /** Puts the watch into every factory that is built. */
    public static final class Contributor implements ServiceContributor {

        @Override
        public void contribute(StandardServiceRegistryBuilder builder) {
            Map<String, Object> settings = builder.getSettings();
            Object configured = settings.get(STATEMENT_INSPECTOR);
            if (!(configured instanceof StatementWatch)) {
                settings.put(STATEMENT_INSPECTOR, new StatementWatch(resolved(configured, builder)));
            }
        }

        private static @Nullable StatementInspector resolved(
                @Nullable Object configured, StandardServiceRegistryBuilder builder) {
            return configured == null
                    ? null
                    : builder.getBootstrapServiceRegistry()
                            .requireService(StrategySelector.class)
                            .resolveStrategy(StatementInspector.class, configured);
        }
    }
}
