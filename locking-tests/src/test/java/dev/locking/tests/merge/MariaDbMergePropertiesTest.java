package dev.locking.tests.merge;

import dev.locking.tests.databases.Databases;

class MariaDbMergePropertiesTest extends MergeProperties {

    MariaDbMergePropertiesTest() {
        super(Databases.mariadb());
    }
}
