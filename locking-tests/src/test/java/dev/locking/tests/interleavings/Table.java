package dev.locking.tests.interleavings;

import java.util.EnumMap;
import java.util.Map;

/** What is expected where outcomes differ: a row for each database, a column for each isolation level. */
record Table<T>(Map<Product, Row<T>> rows) {

    record Row<T>(Product product, T readCommitted, T repeatableRead, T serializable) {

        T at(Isolation isolation) {
            return switch (isolation) {
                case READ_COMMITTED -> readCommitted;
                case REPEATABLE_READ -> repeatableRead;
                case SERIALIZABLE -> serializable;
            };
        }
    }

    static <T> Table<T> of(Row<T> first, Row<T> second, Row<T> third) {
        Map<Product, Row<T>> rows = new EnumMap<>(Product.class);
        rows.put(first.product(), first);
        rows.put(second.product(), second);
        rows.put(third.product(), third);
        return new Table<>(rows);
    }

    static <T> Row<T> h2(T readCommitted, T repeatableRead, T serializable) {
        return new Row<>(Product.H2, readCommitted, repeatableRead, serializable);
    }

    static <T> Row<T> mariadb(T readCommitted, T repeatableRead, T serializable) {
        return new Row<>(Product.MARIADB, readCommitted, repeatableRead, serializable);
    }

    static <T> Row<T> postgresql(T readCommitted, T repeatableRead, T serializable) {
        return new Row<>(Product.POSTGRESQL, readCommitted, repeatableRead, serializable);
    }

    T at(Place place) {
        Row<T> row = rows.get(place.product());
        if (row == null) {
            throw new IllegalStateException("No row for " + place);
        }
        return row.at(place.isolation());
    }
}
