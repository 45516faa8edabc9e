package dev.locking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.FailureClassifier;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard engine of a process, each time of another one: below its own class loader nothing was found yet. */
class DiscoveryTest {

    private static final String NONE = "";
    private static final String STUB = StandardStub.class.getName();
    private static final String OTHER_STUB = StubIntegration.class.getName();

    @TempDir
    Path files;

    @Test
    void oneIntegrationIsTaken() throws Exception {
        try (OtherProcess process = process(STUB, NONE)) {
            assertThat(process.standardEngine()).isNotNull().isSameAs(process.standardEngine());
        }
    }

    @Test
    void noIntegrationIsRefusedWithWhatWouldBeRight() throws Exception {
        try (OtherProcess process = process(NONE, NONE)) {
            assertThatThrownBy(process::standardEngine)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("Exactly one integration must be on the class path, but there are 0: []."
                            + " For Hibernate, depend on dev.locking:locking-hibernate.");
        }
    }

    @Test
    void severalIntegrationsAreRefusedAndNamed() throws Exception {
        try (OtherProcess process = process(STUB + "\n" + OTHER_STUB, NONE)) {
            assertThatThrownBy(process::standardEngine)
                    .rootCause()
                    .hasMessageContaining("there are 2: [" + STUB + ", " + OTHER_STUB + "]");
        }
    }

    @Test
    void aServiceThatLacksAClassIsLeftOut() throws Exception {
        try (OtherProcess process = process(STUB, NONE).without(OTHER_STUB)) {
            assertThatThrownBy(process::standardEngine).rootCause().hasMessageContaining("there are 0");
        }
    }

    @Test
    void aServiceThatIsNotThereIsAnError() throws Exception {
        try (OtherProcess process = process(STUB, "no.such.Classifier")) {
            assertThatThrownBy(process::standardEngine).hasRootCauseInstanceOf(ServiceConfigurationError.class);
        }
    }

    private OtherProcess process(String boundaries, String classifiers) throws IOException {
        return new OtherProcess(
                Files.writeString(files.resolve("boundaries"), boundaries),
                Files.writeString(files.resolve("classifiers"), classifiers));
    }

    /** The class path of this test below the JDK alone, with other services, and without some classes. */
    private static final class OtherProcess extends URLClassLoader {

        private final Map<String, URL> services = new HashMap<>();
        private Set<String> absent = Set.of();

        OtherProcess(Path boundaries, Path classifiers) throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            services.put(
                    "META-INF/services/" + BoundaryProvider.class.getName(),
                    boundaries.toUri().toURL());
            services.put(
                    "META-INF/services/" + FailureClassifier.class.getName(),
                    classifiers.toUri().toURL());
        }

        OtherProcess without(String... classes) {
            absent = Set.of(classes);
            return this;
        }

        Object standardEngine() throws ReflectiveOperationException {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(this);
            try {
                return loadClass(RetryEngine.class.getName())
                        .getMethod("standard")
                        .invoke(null);
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (absent.contains(name)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            URL file = services.get(name);
            return file == null ? super.findResources(name) : Collections.enumeration(List.of(file));
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                    .map(OtherProcess::url)
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
