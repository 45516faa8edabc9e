package dev.locking;

import org.jspecify.annotations.Nullable;

/** Objects of the application as texts: theirs may fail or be long, and must not hide a conflict. */
final class SafeText {

    private static final int LONGEST = 200;

    private SafeText() {}

    static String of(@Nullable Object object) {
        return of(object, "(which cannot be shown)");
    }

    static String of(@Nullable Object object, String instead) {
        try {
            String text = String.valueOf(object);
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        } catch (RuntimeException | StackOverflowError e) {
            return instead;
        }
    }
}
