package dev.locking.hibernate;

import java.util.Arrays;
import org.hibernate.dialect.Dialect;

/** The databases of failure-codes.csv, and how to recognize them by Hibernate's dialect. */
enum DatabaseProduct {
    POSTGRESQL("PostgreSQL", "PostgreSQL"),
    MYSQL("MySQL", "MySQL"),
    MARIADB("MariaDB", "MariaDB"),
    ORACLE("Oracle", "Oracle"),
    SQL_SERVER("SQL Server", "SQLServer"),
    DB2("DB2", "DB2"),
    H2("H2", "H2"),
    HSQLDB("HSQLDB", "HSQL"),
    COCKROACHDB("CockroachDB", "Cockroach"),
    YUGABYTEDB("YugabyteDB", "Yugabyte"),
    SPANNER("Spanner(PG)", "Spanner"),

    /** A database without rows of its own; the rows that hold for all databases are under this name too. */
    ANY("ANY", "");

    private final String nameInFile;
    private final String dialect;

    DatabaseProduct(String nameInFile, String dialect) {
        this.nameInFile = nameInFile;
        this.dialect = dialect;
    }

    /**
     * The database of a row. {@code ANY} may say in brackets by whose word, as in {@code ANY(SQL standard)}.
     *
     * @throws IllegalArgumentException if the file may not use this name
     */
    static DatabaseProduct named(String nameInFile) {
        if (nameInFile.startsWith(ANY.nameInFile + "(")) {
            return ANY;
        }
        return Arrays.stream(values())
                .filter(product -> product.nameInFile.equals(nameInFile))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown database \"" + nameInFile + "\""));
    }

    /**
     * The database that a dialect is for: the first class, from the dialect's own upwards, whose simple name begins as
     * Hibernate's dialects for that database do. So the dialects of hibernate-community-dialects and those that
     * applications derive are recognized without depending on them, and a database that is derived from another
     * (MariaDB's dialect from MySQL's, Spanner's from PostgreSQL's) is not mistaken for it.
     */
    static DatabaseProduct of(Class<?> dialect) {
        for (Class<?> type = dialect; type != Dialect.class && type != null; type = type.getSuperclass()) {
            for (DatabaseProduct product : values()) {
                if (product.isFor(type)) {
                    return product;
                }
            }
        }
        return ANY;
    }

    private boolean isFor(Class<?> dialectClass) {
        return this != ANY && dialectClass.getSimpleName().startsWith(dialect);
    }
}
