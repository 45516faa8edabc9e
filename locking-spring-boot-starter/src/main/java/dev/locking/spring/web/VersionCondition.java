package dev.locking.spring.web;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;

/**
 * What an {@code If-Match} header asks of a resource: to exist, or to have one of several versions. Immutable.
 *
 * @since 0.1
 */
public final class VersionCondition {

    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*+\"";

    /** RFC 9110, 13.1.1 and 8.8.3; empty elements are allowed by 5.6.1. */
    private static final Pattern TAGS =
            Pattern.compile("[ \\t,]*+" + TAG + "(?:[ \\t]*+,[ \\t,]*+" + TAG + ")*+[ \\t,]*+");

    private final boolean any;
    private final List<String> versions;

    private VersionCondition(boolean any, List<String> versions) {
        this.any = any;
        this.versions = versions;
    }

    /** @throws IllegalArgumentException if the text is no value of the header */
    static VersionCondition parse(String header) {
        if (header.strip().equals("*")) {
            return new VersionCondition(true, List.of());
        }
        if (!TAGS.matcher(header).matches()) {
            throw new IllegalArgumentException("no list of entity tags");
        }
        return new VersionCondition(
                false,
                ETag.parse(header).stream()
                        .filter(tag -> !tag.weak())
                        .map(ETag::tag)
                        .toList());
    }

    /**
     * Whether any version will do ({@code If-Match: *}), as long as there is one.
     *
     * @return false if versions are named
     */
    public boolean isAny() {
        return any;
    }

    /**
     * Whether a resource with that version meets the condition. A weak tag is equal to nothing.
     *
     * @param version the current version, or null if there is no such resource
     * @return true if it is one of those that the header names, or any will do
     * @throws IllegalArgumentException if the object is of no type that a version can have
     */
    public boolean isMetBy(@Nullable Object version) {
        return version != null && (any || versions.contains(VersionText.of(version)));
    }

    /**
     * The versions that the header names, as it writes them.
     *
     * @return without quotes and without weak tags; empty if any will do, or none will
     */
    public List<String> versions() {
        return versions;
    }

    boolean canBeMet() {
        return any || !versions.isEmpty();
    }

    /** As a header. */
    @Override
    public String toString() {
        return any
                ? "*"
                : String.join(", ", versions.stream().map(v -> '"' + v + '"').toList());
    }
}
