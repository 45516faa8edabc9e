package dev.locking.hibernate;

import org.jspecify.annotations.Nullable;

/** What tests see of an entity that another loader has loaded. */
public interface Document {

    void setTitle(String title);

    void setBody(String body);

    @Nullable
    String getBody();
}
