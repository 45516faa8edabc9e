package dev.locking.hibernate;

import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;

/** Session factories on H2, bootstrapped as applications do. */
final class Factories {

    private Factories() {}

    static SessionFactory nativeBootstrap(@Nullable String name) {
        return nativeBootstrap(name, new Configuration());
    }

    static SessionFactory nativeBootstrap(@Nullable String name, Configuration configuration) {
        configuration
                .addAnnotatedClass(Account.class)
                .setProperty("hibernate.connection.url", url(name))
                .setProperty("hibernate.hbm2ddl.auto", "create-drop");
        if (name != null) {
            configuration.setProperty("hibernate.session_factory_name", name);
            configuration.setProperty("hibernate.session_factory_name_is_jndi", "false");
        }
        return configuration.buildSessionFactory();
    }

    static SessionFactory jpaBootstrap(String unit) {
        return new HibernatePersistenceConfiguration(unit)
                .managedClass(Account.class)
                .property("jakarta.persistence.jdbc.url", url(unit))
                .property("hibernate.hbm2ddl.auto", "create-drop")
                .createEntityManagerFactory()
                .unwrap(SessionFactory.class);
    }

    private static String url(@Nullable String name) {
        return "jdbc:h2:mem:" + (name == null ? "unnamed" : name) + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
    }
}
