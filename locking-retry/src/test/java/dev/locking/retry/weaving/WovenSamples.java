package dev.locking.retry.weaving;

import dev.locking.retry.weaving.samples.Wallets;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Loads the sample classes woven; everything else comes from the test's own loader. */
final class WovenSamples extends ClassLoader {

    private static final String SAMPLES = Wallets.class.getPackageName() + ".";

    WovenSamples() {
        super(WovenSamples.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (name.startsWith(SAMPLES)) {
                byte[] bytes = woven(name, original(name));
                return defineClass(name, bytes, 0, bytes.length);
            }
            return super.loadClass(name, resolve);
        }
    }

    Class<?> woven(Class<?> sample) throws ClassNotFoundException {
        return loadClass(sample.getName());
    }

    static byte[] original(String name) {
        try {
            return ClassFileLocator.ForClassLoader.of(WovenSamples.class.getClassLoader())
                    .locate(name)
                    .resolve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Weaves as Byte Buddy's build plugin does: what does not match is left as it is, the rest is rebased. */
    static byte[] woven(String name, byte[] bytes) {
        ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(name, bytes),
                ClassFileLocator.ForClassLoader.of(WovenSamples.class.getClassLoader()));
        TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
        LockingPlugin plugin = new LockingPlugin();
        return plugin.matches(type)
                ? plugin.apply(new ByteBuddy().rebase(type, locator), type, locator)
                        .make()
                        .getBytes()
                : bytes;
    }
}
