package dev.locking.spring.web;

import dev.locking.ExpectedVersion;
import dev.locking.RetryOnConflict;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.Transactional;

/** What is done with customers. */
class Customers {

    private final EntityManager entities;

    Customers(EntityManagerFactory factory) {
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
    }

    @Transactional(readOnly = true)
    public Customer find(long id) {
        return entities.find(Customer.class, id);
    }

    @RetryOnConflict
    @Transactional
    public Customer rename(long id, @ExpectedVersion long version, String name) {
        Customer customer = entities.find(Customer.class, id);
        customer.name = name;
        return customer;
    }
}
