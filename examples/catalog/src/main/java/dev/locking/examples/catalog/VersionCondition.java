package dev.locking.examples.catalog;

import java.util.List;
import org.springframework.http.ETag;

/** TEMPORARY until the starter has it. */
record VersionCondition(boolean any, List<String> versions) {

    static VersionCondition valueOf(String header) {
        return new VersionCondition(
                header.strip().equals("*"),
                ETag.parse(header).stream()
                        .filter(tag -> !tag.weak() && !tag.tag().equals("*"))
                        .map(ETag::tag)
                        .toList());
    }

    boolean isAny() {
        return any;
    }

    boolean isMetBy(Object version) {
        return any || versions.contains(version.toString());
    }
}
