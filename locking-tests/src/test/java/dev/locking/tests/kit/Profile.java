package dev.locking.tests.kit;

import dev.locking.ShownInReports;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.jspecify.annotations.Nullable;

/** An entity with attributes of many kinds, of which one may be shown in reports. */
@Entity(name = "Profile")
class Profile {

    @Id
    long id;

    @Version
    long version;

    @ShownInReports
    String name = "Ann";

    String phone = "0";

    @Column(precision = 19, scale = 4)
    BigDecimal points = new BigDecimal("1.5");

    @Embedded
    Address address = new Address();

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Wallet wallet;

    @ElementCollection
    Set<String> tags = new HashSet<>(Set.of("tag"));

    @Nullable
    String editor;

    Profile() {}

    Profile(long id) {
        this.id = id;
    }

    @Embeddable
    static class Address {

        String street = "Main Street";

        String city = "Oslo";
    }

    /** Has no version: its columns are compared. */
    @Entity(name = "Compared")
    @OptimisticLocking(type = OptimisticLockType.ALL)
    @org.hibernate.annotations.DynamicUpdate
    static class Compared {

        @Id
        long id;

        String one = "";

        String two = "";

        Compared() {}

        Compared(long id) {
            this.id = id;
        }
    }
}
