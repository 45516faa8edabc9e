package dev.locking.tests.merge;

import dev.locking.tests.databases.Databases;

class H2MergePropertiesTest extends MergeProperties {

    H2MergePropertiesTest() {
        super(Databases.h2());
    }
}
