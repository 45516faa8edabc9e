package dev.locking.tests.docs;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity
class Product {

    @Id
    long id;

    @Version
    long version;

    String name = "";

    long stock;

    long price;

    Product() {}

    Product(long id, String name, long stock) {
        this.id = id;
        this.name = name;
        this.stock = stock;
    }
}
