package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What Spring prepares ahead of time has what the library needs. No image is built here. */
class LockingRuntimeHintsTest {

    private static final Path FILES = Path.of("..", "locking-hibernate", "src", "main", "resources");

    @Test
    void everyFileOfTheLibraryIsKept() throws IOException {
        RuntimeHints hints = prepared();

        assertThat(files())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(RuntimeHintsPredicates.resource().forResource(file))
                        .accepts(hints));
        assertThat(RuntimeHintsPredicates.resource().forResource("locking.properties"))
                .accepts(hints);
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(FILES.resolve("dev"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FILES.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static RuntimeHints prepared() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            // What prepares repositories builds a SessionFactory, and leaves it open.
            TestPropertyValues.of(
                            "spring.datasource.url=jdbc:h2:mem:hints", "spring.data.jpa.repositories.enabled=false")
                    .applyTo(context);
            context.register(App.class, Doors.OnMethod.class);
            DefaultGenerationContext generated = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get(App.class)), new InMemoryGeneratedFiles());
            new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
            return generated.getRuntimeHints();
        }
    }
}
