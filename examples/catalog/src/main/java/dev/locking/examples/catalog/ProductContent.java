package dev.locking.examples.catalog;

import java.math.BigDecimal;
import java.util.Set;

/** What people may change of a product. */
record ProductContent(
        String name, String description, BigDecimal price, int stock, boolean published, Set<String> tags) {

    static final int LONGEST_CODE = 40;
    static final int LONGEST_NAME = 120;
    static final int LONGEST_DESCRIPTION = 2000;
    static final int LONGEST_TAG = 40;

    /** Of a price. */
    static final int DECIMALS = 2;
}
