package dev.locking.benchmarks.overhead;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** An application context with the wallet and what a peer configures. */
final class Context {

    private Context() {}

    /** Never closed: its beans hold nothing, and the JVM ends with the benchmark. */
    @SuppressWarnings("resource")
    static <T> T bean(Class<T> type, Wallet wallet, Class<?> configuration) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Wallet.class, () -> wallet);
        context.register(configuration, type);
        context.refresh();
        return context.getBean(type);
    }
}
