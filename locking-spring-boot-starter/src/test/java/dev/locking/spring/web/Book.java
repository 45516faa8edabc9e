package dev.locking.spring.web;

import dev.locking.ShownInReports;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

@Entity
class Book {

    @Id
    long id;

    @Version
    long version;

    @ShownInReports
    @Nullable
    String title;

    @Nullable
    String note;

    @Column(unique = true)
    @Nullable
    String code;

    Book() {}

    Book(long id) {
        this.id = id;
        this.title = "title";
        this.note = "note";
    }

    public long getId() {
        return id;
    }

    public long getVersion() {
        return version;
    }

    public @Nullable String getTitle() {
        return title;
    }
}
