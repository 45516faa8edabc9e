package dev.locking.tests.merge;

import dev.locking.tests.databases.Databases;

class PostgreSqlMergePropertiesTest extends MergeProperties {

    PostgreSqlMergePropertiesTest() {
        super(Databases.postgresql());
    }
}
