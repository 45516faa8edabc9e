package dev.locking.retry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spi.Body;
import io.micrometer.context.ContextRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadContextTest {

    private static final String KEY = "user of the test";

    private final ThreadLocal<String> user = new ThreadLocal<>();

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, user);
    }

    @AfterEach
    void unregister() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    @Test
    void goesWithTheBodyAndLeavesTheOtherThreadAsItWas() {
        user.set("caller");
        Body carried = new ThreadContext().carry(user::get);

        String[] seen = CompletableFuture.supplyAsync(() -> {
                    user.set("leader");
                    return new String[] {run(carried), user.get()};
                })
                .join();

        assertThat(seen).containsExactly("caller", "leader");
    }

    @Test
    void whatTheCallerHasNotIsNotSeenByItsBody() {
        Body carried = new ThreadContext().carry(user::get);

        String seen = CompletableFuture.supplyAsync(() -> {
                    user.set("leader");
                    return run(carried);
                })
                .join();

        assertThat(seen).isEqualTo("null");
    }

    private static String run(Body body) {
        try {
            return String.valueOf(body.run());
        } catch (Throwable e) {
            throw new CompletionException(e);
        }
    }
}
