package dev.locking.examples.catalog;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.Repository;

/** The products that there are. */
interface Products extends Repository<Product, String> {

    Page<Product> findByCodeContainingIgnoreCaseOrNameContainingIgnoreCase(String code, String name, Pageable page);

    long count();
}
