package dev.locking.tests.docs;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.Set;

@Entity
class Product {

    @Id
    long id;

    @Version
    long version;

    // snippet: merge-rules
    String name = ""; // no rule: if both changed it, the caller gets both values

    @OnConflict(MergeRule.ADD)
    long stock; // base 100, mine 90, theirs 95: 85

    @OnConflict(MergeRule.UNION)
    @ElementCollection
    Set<String> tags = new HashSet<>();
    // end

    long price;

    Product() {}

    Product(long id, String name, long stock) {
        this.id = id;
        this.name = name;
        this.stock = stock;
    }
}
