package dev.locking.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.examples.notes.Note;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.persistence.autoconfigure.EntityScan;

/** S003-7: an entity without a version is not guarded, and the start says so. */
class UnversionedTest {

    private static final String FINDING = "no @Version";

    @TempDir
    private Path folder;

    @EntityScan(basePackageClasses = {Product.class, Note.class})
    static class WithNotes {}

    @Test
    void theStartSaysThatNotesAreNotGuardedAndTheyAreNot() throws IOException {
        Path log = folder.resolve("log");

        try (CatalogServer server = CatalogServer.start(
                WithNotes.class, "logging.file.name=" + log, "logging.level.dev.locking.hibernate.StartUpCheck=warn")) {
            assertThat(Files.readAllLines(log))
                    .anySatisfy(line -> assertThat(line).contains("Note: " + FINDING));
            assertThat(overwrittenUnseen(server.bean(EntityManager.class).getEntityManagerFactory()))
                    .isEqualTo("mine");
        }
    }

    private static String overwrittenUnseen(EntityManagerFactory factory) {
        Note note = new Note();
        factory.runInTransaction(entities -> entities.persist(note));
        factory.runInTransaction(mine -> {
            Note read = mine.find(Note.class, note.id);
            factory.runInTransaction(theirs -> theirs.find(Note.class, note.id).text = "theirs");
            read.text = "mine";
        });
        return factory.callInTransaction(entities -> entities.find(Note.class, note.id).text);
    }

    @Test
    void theCatalogItselfHasNothingThatIsNotGuarded() throws IOException {
        Path log = folder.resolve("log");

        CatalogServer.start(
                        "logging.file.name=" + log,
                        "logging.level.dev.locking.hibernate.StartUpCheck=warn",
                        "spring.jpa.properties.locking.check=strict")
                .close();

        assertThat(log).content().isEmpty();
    }
}
