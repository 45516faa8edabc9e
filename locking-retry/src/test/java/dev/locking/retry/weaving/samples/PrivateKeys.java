package dev.locking.retry.weaving.samples;

/** Keys of a type that only this class may use. */
public final class PrivateKeys {

    private PrivateKeys() {}

    private record Hidden(String part) {}

    public static Object of(String part) {
        return new Hidden(part);
    }
}
