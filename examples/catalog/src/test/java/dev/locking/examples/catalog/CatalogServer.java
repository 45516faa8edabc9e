package dev.locking.examples.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The program as it is started by its users, on a free port, with an empty catalog on H2 unless it is told otherwise. */
final class CatalogServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CatalogServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param what classes of beans, and texts that are properties, of which later ones count */
    static CatalogServer start(Object... what) {
        List<Class<?>> beans = new ArrayList<>(List.of(CatalogApplication.class, Interruption.class));
        Stream.of(what).filter(Class.class::isInstance).forEach(type -> beans.add((Class<?>) type));
        Map<String, String> properties = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(
                                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                                "server.port=0",
                                "catalog.demo=false",
                                "spring.main.banner-mode=off",
                                "logging.level.root=off"),
                        Stream.of(what).filter(String.class::isInstance).map(String.class::cast))
                .map(property -> property.split("=", 2))
                .forEach(property -> properties.put(property[0], property[1]));
        String[] arguments =
                properties.entrySet().stream().map(property -> "--" + property).toArray(String[]::new);
        return new CatalogServer(new SpringApplicationBuilder(beans.toArray(Class<?>[]::new)).run(arguments));
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    Api api() {
        return new Api(address() + "/api/products");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
