package dev.locking.benchmarks;

import java.io.IOException;

class ContentionLabOnPostgreSqlTest extends ContentionLabTest {

    ContentionLabOnPostgreSqlTest() throws IOException {
        super(Database.POSTGRESQL);
    }
}
