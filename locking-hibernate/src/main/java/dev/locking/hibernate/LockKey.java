package dev.locking.hibernate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name of any length as databases can take it, the same in every JVM. */
final class LockKey {

    private LockKey() {}

    static long number(String name) {
        return ByteBuffer.wrap(digest(name)).getLong();
    }

    /** Of 64 characters. */
    static String text(String name) {
        return HexFormat.of().formatHex(digest(name));
    }

    private static byte[] digest(String name) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("dev.locking/" + name).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
