package dev.locking.tests.proof;

import com.zaxxer.hikari.HikariDataSource;
import dev.locking.tests.proof.Fault.Place;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that fail, by a seed. What happens to a call is decided by the seed, the call's token and the number of the
 * connection that it asks for, whatever other threads do; so a run with the same seed meets the same faults in the same
 * calls. Each attempt has a connection of its own, and what the library reads after a conflict has one too.
 *
 * <p>Threads that make no call, such as those that set up and judge, have connections without faults.
 */
final class Faults {

    private static final ThreadLocal<@Nullable CallFaults> CURRENT = new ThreadLocal<>();

    private final long seed;
    private final Map<Fault, Double> chances;

    Faults(long seed, Map<Fault, Double> chances) {
        this.seed = seed;
        this.chances = Map.copyOf(chances);
    }

    static Faults none() {
        return new Faults(0, Map.of());
    }

    boolean has(Fault fault) {
        return chances.getOrDefault(fault, 0.0) > 0;
    }

    /** The calling thread begins a call. */
    void begin(long token) {
        CURRENT.set(new CallFaults(seed, token, chances));
    }

    /** The calling thread has ended its call. */
    CallFaults end() {
        CallFaults faults = CURRENT.get();
        CURRENT.remove();
        if (faults == null) {
            throw new IllegalStateException("no call was begun");
        }
        return faults;
    }

    /** Where a body lets itself be disturbed. */
    static void inBody() {
        CallFaults faults = CURRENT.get();
        if (faults == null) {
            return;
        }
        if (faults.strike(Fault.INTERRUPT)) {
            Thread.currentThread().interrupt();
        }
        if (faults.strike(Fault.OUT_OF_MEMORY)) {
            throw new OutOfMemoryError(Fault.INJECTED + Fault.OUT_OF_MEMORY);
        }
    }

    /** Where a listener or a meter lets itself be disturbed. */
    static void inObserver(Fault fault) {
        CallFaults faults = CURRENT.get();
        if (faults != null && faults.strike(fault)) {
            throw new IllegalStateException(Fault.INJECTED + fault);
        }
    }

    /** The pool's connections, each to be used once. */
    static DataSource around(HikariDataSource pool, String product) {
        return proxy(DataSource.class, (method, arguments) -> {
            CallFaults faults = CURRENT.get();
            if (!method.getName().equals("getConnection") || faults == null) {
                return method.invoke(pool, arguments);
            }
            faults.connectionBegins();
            Optional<Fault> refused = faults.strike(Place.CONNECT);
            if (refused.isPresent()) {
                throw refused.get().failure(product);
            }
            return FaultyConnection.of(pool, product, faults);
        });
    }

    @FunctionalInterface
    interface Handler {

        @Nullable
        Object handle(Method method, Object @Nullable [] arguments) throws SQLException, ReflectiveOperationException;
    }

    static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.handle(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
