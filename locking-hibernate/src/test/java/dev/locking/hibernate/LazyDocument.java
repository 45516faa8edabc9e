package dev.locking.hibernate;

import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** Is a top-level class, since its enhanced twin is loaded on its own. */
@Entity(name = "LazyDocument")
public class LazyDocument implements Document {

    @Id
    private long id = 1;

    @Version
    private long version;

    private String title = "title";

    @Basic(fetch = FetchType.LAZY)
    private String body = "body";

    public long getId() {
        return id;
    }

    public long getVersion() {
        return version;
    }

    public String getTitle() {
        return title;
    }

    @Override
    public void setTitle(String title) {
        this.title = title;
    }

    @Override
    public String getBody() {
        return body;
    }

    @Override
    public void setBody(String body) {
        this.body = body;
    }
}
