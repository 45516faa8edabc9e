package dev.locking.retry.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.retry.weaving.samples.Wallets;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes that were woven at build time need neither Byte Buddy nor Micrometer at run time. */
class WithoutByteBuddyTest {

    private static final List<String> ABSENT = List.of("byte-buddy", "micrometer");

    @Test
    void wovenClassesRunWithoutByteBuddyAndMicrometer() throws Exception {
        try (URLClassLoader bare = new WovenAndBare()) {
            assertThatThrownBy(() -> bare.loadClass("net.bytebuddy.ByteBuddy"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> bare.loadClass("io.micrometer.core.instrument.Metrics"))
                    .isInstanceOf(ClassNotFoundException.class);
            Class<?> wallets = bare.loadClass(Wallets.class.getName());

            Object result = wallets.getMethod("inheritedAndRetried")
                    .invoke(wallets.getDeclaredConstructor().newInstance());

            assertThat(result).isEqualTo("above 2");
        }
    }

    /** This test's class path less what must be absent, with the samples woven, below the JDK alone. */
    private static final class WovenAndBare extends URLClassLoader {

        WovenAndBare() {
            super(classPath(), ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(Wallets.class.getPackageName())) {
                byte[] bytes = WovenSamples.woven(name, WovenSamples.original(name));
                return defineClass(name, bytes, 0, bytes.length);
            }
            return super.findClass(name);
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .filter(entry -> ABSENT.stream().noneMatch(entry::contains))
                    .map(WovenAndBare::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }
    }
}
