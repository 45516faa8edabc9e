package dev.locking.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What starts a MariaDB on this machine.
 *
 * @param install makes the tables that a server has for itself
 * @param server is the server
 */
record MariaDbPrograms(Path install, Path server) {

    /** Those that are installed: on the path, or where servers are whom nobody calls by hand. */
    static MariaDbPrograms ofThisMachine() throws IOException {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return in(Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin", "/usr/libexec"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList());
    }

    /**
     * Those of the first folder that has them, each for itself.
     *
     * @throws IOException if one is in none of them; the message says what would be right
     */
    static MariaDbPrograms in(List<Path> folders) throws IOException {
        return new MariaDbPrograms(find("mariadb-install-db", folders), find("mariadbd", folders));
    }

    private static Path find(String program, List<Path> folders) throws IOException {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("This machine has no " + program
                        + ", which the lab starts MariaDB with. Install MariaDB's server"
                        + " (mariadb-server on Debian and Ubuntu), or leave lab.database at postgresql."));
    }
}
