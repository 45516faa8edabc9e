package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbProgramsTest {

    @Test
    void eachIsThatOfTheFirstFolderThatHasIt(@TempDir Path first, @TempDir Path second) throws Exception {
        Path install = program(first, "mariadb-install-db");
        Path server = program(second, "mariadbd");
        program(second, "mariadb-install-db");

        assertThat(MariaDbPrograms.in(List.of(first, second))).isEqualTo(new MariaDbPrograms(install, server));
    }

    @Test
    void whereThereIsNoneItIsToldWhatToInstall(@TempDir Path folder) throws Exception {
        program(folder, "mariadb-install-db");

        assertThatIOException()
                .isThrownBy(() -> MariaDbPrograms.in(List.of(folder)))
                .withMessage("This machine has no mariadbd, which the lab starts MariaDB with. Install MariaDB's server"
                        + " (mariadb-server on Debian and Ubuntu), or leave lab.database at postgresql.");
    }

    private static Path program(Path folder, String name) throws Exception {
        Path program = Files.createFile(folder.resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
