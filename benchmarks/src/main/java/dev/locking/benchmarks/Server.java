package dev.locking.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/** A database server of our own that writes each commit to disk before it confirms it, as one in production does. */
interface Server extends AutoCloseable {

    Database database();

    /** For a pool of connections to the database of the lab, with the user. */
    String url();

    /** What it is, its version, and what it says of how it keeps commits. */
    String facts() throws SQLException;

    /** Takes away the dead row versions, so that no strategy finds those of the one before. */
    void vacuum() throws SQLException;

    /** Ends it, and its data are gone. */
    @Override
    void close() throws IOException;
}
