package dev.locking.examples.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Whoever makes a change, by the name that a client gives itself: an example has no logins. */
record Editor(String name) {

    static final String HEADER = "X-User";
    static final String UNNAMED = "somebody";
    static final int LONGEST_NAME = 60;

    /** Of a header, in which letters beyond ASCII are encoded as in a URL. */
    static Editor of(String header) {
        String name = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8)
                .strip();
        return new Editor(name.isEmpty() ? UNNAMED : name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
}
