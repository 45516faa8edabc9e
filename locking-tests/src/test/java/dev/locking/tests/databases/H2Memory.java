package dev.locking.tests.databases;

/** H2 in this JVM: connecting to a name creates the database, which then lives until the JVM ends. */
final class H2Memory {

    private H2Memory() {}

    static Server server() {
        return new Server("in memory", "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000", "sa", "", "");
    }
}
