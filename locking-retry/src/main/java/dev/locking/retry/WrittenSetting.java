package dev.locking.retry;

/**
 * A setting as somebody wrote it.
 *
 * @param name in full, as it was written
 * @param value its text
 * @param source where it was written
 */
record WrittenSetting(String name, String value, String source) {

    /** For a view: where the value comes from. */
    String origin() {
        return name.isEmpty() ? source : name + " (" + source + ")";
    }

    IllegalArgumentException refusedBecause(IllegalArgumentException reason) {
        return new IllegalArgumentException(
                name + " = " + value + " (" + source + ") cannot be used: " + reason.getMessage(), reason);
    }
}
