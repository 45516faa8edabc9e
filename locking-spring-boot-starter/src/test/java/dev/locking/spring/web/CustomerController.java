package dev.locking.spring.web;

import jakarta.persistence.Version;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

// snippet: rest-controller
@RestController
class CustomerController {

    record CustomerView(long id, @Version long version, String name) {}

    record NewName(String text) {}

    private final Customers customers;

    CustomerController(Customers customers) {
        this.customers = customers;
    }

    @VersionETag // ETag: "7"
    @GetMapping("/customers/{id}")
    CustomerView customer(@PathVariable long id) {
        Customer found = customers.find(id);
        return new CustomerView(found.id, found.version, found.name);
    }

    @VersionETag // ETag: "8"
    @PutMapping("/customers/{id}")
    Customer rename(@PathVariable long id, @IfMatch long version, @RequestBody NewName name) {
        return customers.rename(id, version, name.text()); // compares the version, in its transaction
    }
}
// end
