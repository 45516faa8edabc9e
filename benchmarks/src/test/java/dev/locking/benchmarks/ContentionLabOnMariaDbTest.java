package dev.locking.benchmarks;

import java.io.IOException;

class ContentionLabOnMariaDbTest extends ContentionLabTest {

    ContentionLabOnMariaDbTest() throws IOException {
        super(Database.MARIADB);
    }
}
