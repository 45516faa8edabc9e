package dev.locking.retry.weaving;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/**
 * Weaves classes while they are loaded: with {@code -javaagent:locking-retry-<version>-agent.jar}, which brings its own
 * Byte Buddy, or programmatically. Classes that were loaded before are not woven; they are reported when the
 * {@code SessionFactory} is built.
 */
public final class LockingAgent {

    private LockingAgent() {}

    /**
     * Called by the JVM for {@code -javaagent}.
     *
     * @param arguments none are known
     * @param instrumentation the JVM's
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        install(instrumentation);
    }

    /**
     * Weaves what is loaded from now on, until the transformer is removed.
     *
     * @param instrumentation for example that of {@code ByteBuddyAgent.install()}, for tests
     * @return the transformer, to be given to {@link Instrumentation#removeTransformer}
     */
    public static ClassFileTransformer install(Instrumentation instrumentation) {
        ClassFileTransformer transformer = new LoadTimeWeaver();
        instrumentation.addTransformer(transformer);
        return transformer;
    }
}
