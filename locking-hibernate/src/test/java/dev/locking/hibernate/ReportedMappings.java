package dev.locking.hibernate;

import dev.locking.ShownInReports;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.Type;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.usertype.UserType;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.LastModifiedBy;

/** Kinds of mappings whose conflicts must explain themselves. */
final class ReportedMappings {

    private ReportedMappings() {}

    static final Class<?>[] ALL = {
        Person.class,
        Item.class,
        Vehicle.class,
        Truck.class,
        Animal.class,
        Dog.class,
        Seat.class,
        Booking.class,
        Sparse.class,
        Dirty.class,
        AllColumns.class,
        Audited.class,
        Fragile.class,
        Named.class
    };

    @Embeddable
    static class City {

        @ShownInReports
        @Column(name = "city_name")
        @Nullable
        String name;

        @Nullable
        String zip;
    }

    @Embeddable
    static class Address {

        @Nullable
        String street;

        @Embedded
        @Nullable
        City city;
    }

    @Entity(name = "Person")
    static class Person {

        @Id
        long id;

        @Version
        long version;

        @ShownInReports
        @Nullable
        String name;

        @Nullable
        String phone;

        @Column(precision = 19, scale = 2)
        @Nullable
        BigDecimal salary;

        byte @Nullable [] code;

        @Embedded
        @Nullable
        Address address;

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Person boss;

        @ManyToOne
        @Nullable
        Item favourite;

        @ElementCollection
        Set<String> tags = new HashSet<>();

        @ElementCollection
        @OrderColumn
        List<String> ranks = new ArrayList<>();

        @ElementCollection
        Map<String, BigDecimal> prices = new HashMap<>();

        @ManyToMany
        List<Item> items = new ArrayList<>();

        @OneToMany(mappedBy = "owner", cascade = CascadeType.PERSIST)
        Set<Item> owned = new HashSet<>();
    }

    @Entity(name = "Item")
    static class Item {

        @Id
        long id;

        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable
        Person owner;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Vehicle {

        @Id
        long id;

        @Version
        long version;

        int wheels;
    }

    @Entity(name = "Truck")
    static class Truck extends Vehicle {

        int load;
    }

    @Entity(name = "Animal")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Animal {

        @Id
        long id;

        @Version
        long version;

        int age;
    }

    @Entity(name = "Dog")
    static class Dog extends Animal {

        @Nullable
        String breed;
    }

    @Embeddable
    record Place(@Column(name = "seat_row") int row, int number) {}

    @Entity(name = "Seat")
    static class Seat {

        @EmbeddedId
        @Nullable
        Place place;

        @Version
        long version;

        int price;
    }

    static final class BookingId implements Serializable {

        private static final long serialVersionUID = 1L;

        long show;
        long customer;

        BookingId() {}

        BookingId(long show, long customer) {
            this.show = show;
            this.customer = customer;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BookingId id && id.show == show && id.customer == customer;
        }

        @Override
        public int hashCode() {
            return Objects.hash(show, customer);
        }

        @Override
        public String toString() {
            return show + "/" + customer;
        }
    }

    @Entity(name = "Booking")
    @IdClass(BookingId.class)
    static class Booking {

        @Id
        @Column(name = "show_id")
        long show;

        @Id
        long customer;

        @Version
        long version;

        int seats;
    }

    @Entity(name = "Sparse")
    @DynamicUpdate
    static class Sparse {

        @Id
        long id;

        @Version
        long version;

        int one;

        int two;
    }

    @Entity(name = "Dirty")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class Dirty {

        @Id
        long id;

        int one;

        int two;
    }

    @Entity(name = "AllColumns")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class AllColumns {

        @Id
        long id;

        int one;

        int two;
    }

    @Entity(name = "Audited")
    static class Audited {

        @Id
        long id;

        @Version
        long version;

        int amount;

        @LastModifiedBy
        @ShownInReports
        @Nullable
        String changedBy;

        @UpdateTimestamp
        @Nullable
        Instant changedAt;
    }

    /** Has a value that cannot be copied for a report, though Hibernate itself can. */
    @Entity(name = "Fragile")
    static class Fragile {

        static volatile boolean failsForReports;

        @Id
        long id;

        @Version
        long version;

        @Type(FragileText.class)
        StringBuilder text = new StringBuilder();

        int other;
    }

    /** A mutable type of the application's. */
    static final class FragileText implements UserType<StringBuilder> {

        @Override
        public int getSqlType() {
            return Types.VARCHAR;
        }

        @Override
        public Class<StringBuilder> returnedClass() {
            return StringBuilder.class;
        }

        @Override
        public boolean equals(StringBuilder one, StringBuilder other) {
            return one.toString().contentEquals(other);
        }

        @Override
        public int hashCode(StringBuilder text) {
            return text.toString().hashCode();
        }

        @Override
        public StringBuilder nullSafeGet(ResultSet row, int position, WrapperOptions options) throws SQLException {
            return new StringBuilder(row.getString(position));
        }

        @Override
        public void nullSafeSet(PreparedStatement statement, StringBuilder text, int position, WrapperOptions options)
                throws SQLException {
            statement.setString(position, text.toString());
        }

        @Override
        public StringBuilder deepCopy(StringBuilder text) {
            if (Fragile.failsForReports && isForReport()) {
                throw new IllegalStateException("cannot be copied");
            }
            return new StringBuilder(text);
        }

        private static boolean isForReport() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(OwnWrite.class.getName())));
        }

        @Override
        public boolean isMutable() {
            return true;
        }
    }

    /** Says who changed it in attributes that only settings name. */
    @Entity(name = "Named")
    static class Named {

        @Id
        long id;

        @Version
        long version;

        int amount;

        @Nullable
        String editor;

        long edited;
    }
}
