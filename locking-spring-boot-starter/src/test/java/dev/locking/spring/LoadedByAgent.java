package dev.locking.spring;

import dev.locking.retry.weaving.LockingAgent;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves single classes of this JVM, so that others, beside them, stay as they are. */
final class LoadedByAgent {

    private LoadedByAgent() {}

    /** @param name of a class that nothing has loaded yet */
    static Class<?> woven(String name) {
        Instrumentation instrumentation = ByteBuddyAgent.install();
        ClassFileTransformer agent = LockingAgent.install(instrumentation);
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        } finally {
            instrumentation.removeTransformer(agent);
        }
    }
}
