package dev.locking.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.internal.JdbcServicesImpl;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/** Puts the {@link ErrorLog} in place, where nobody brings JDBC services of his own. */
public final class ErrorLogContributor implements ServiceContributor {

    /** For {@link java.util.ServiceLoader}. */
    public ErrorLogContributor() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new Initiator());
    }

    private static final class Initiator implements StandardServiceInitiator<JdbcServices> {

        @Override
        public Class<JdbcServices> getServiceInitiated() {
            return JdbcServices.class;
        }

        @Override
        public JdbcServices initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new Services();
        }
    }

    /** Hibernate's own, but for the log. */
    private static final class Services extends JdbcServicesImpl {

        private static final long serialVersionUID = 1L;

        private transient volatile @Nullable ErrorLog log;

        @Override
        public SqlExceptionHelper getSqlExceptionHelper() {
            ErrorLog known = log;
            if (known == null) {
                known = new ErrorLog(
                        super.getSqlExceptionHelper(),
                        DatabaseProduct.of(getDialect().getClass()));
                log = known;
            }
            return known;
        }
    }
}
