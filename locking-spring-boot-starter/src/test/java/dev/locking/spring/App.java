package dev.locking.spring;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/** An application with a wallet, on H2 in memory, that knows of this library by its class path alone. */
@SpringBootConfiguration
@EnableAutoConfiguration
class App {

    @Bean
    Trace trace() {
        return new Trace();
    }

    @Bean
    Bank bank(EntityManagerFactory factory, Trace trace) {
        EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
        return new Bank(entities, factory, trace);
    }

    /** @param what classes of beans, and texts that are properties */
    static ConfigurableApplicationContext start(Object... what) {
        List<Class<?>> beans = new ArrayList<>(List.of(App.class));
        Stream.of(what).filter(Class.class::isInstance).forEach(type -> beans.add((Class<?>) type));
        String[] properties = Stream.concat(
                        Stream.of(
                                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                                "spring.jpa.hibernate.ddl-auto=create",
                                "spring.main.banner-mode=off",
                                "logging.level.root=off",
                                "spring.jpa.open-in-view=false"),
                        Stream.of(what).filter(String.class::isInstance).map(String.class::cast))
                .toArray(String[]::new);
        return new SpringApplicationBuilder(beans.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }
}
