package dev.locking.spring.web;

import org.springframework.http.HttpStatus;

/** The problems that a client is told of. Their names, in URIs, are API. */
enum ProblemType {
    STALE_VERSION("stale-version", "Changed by someone else", HttpStatus.CONFLICT, Next.RELOAD),
    GONE("gone", "Deleted by someone else", HttpStatus.CONFLICT, Next.RELOAD),
    DUPLICATE("duplicate", "There already", HttpStatus.CONFLICT, Next.NEVER),
    BUSY("busy", "Others are at it", HttpStatus.CONFLICT, Next.LATER),
    UNKNOWN_OUTCOME(
            "unknown-outcome", "Nobody knows whether it was done", HttpStatus.INTERNAL_SERVER_ERROR, Next.CHECK),
    KEY_REUSED("idempotency-key-reused", "Another request had this key", HttpStatus.UNPROCESSABLE_CONTENT, Next.NEVER),
    VERSION_REQUIRED("version-required", "A version is required", HttpStatus.PRECONDITION_REQUIRED, Next.RELOAD),
    MALFORMED_VERSION("malformed-version", "The version cannot be read", HttpStatus.BAD_REQUEST, Next.NEVER);

    /** When the request may be sent again. */
    enum Next {
        /** After the resource was read again, with its new version. */
        RELOAD,
        /** As it is, after the time in {@code Retry-After}. */
        LATER,
        /** If the change is not there; whether it is, the client has to find out. */
        CHECK,
        /** Not as it is. */
        NEVER
    }

    private final String slug;
    private final String title;
    private final HttpStatus status;
    private final Next next;

    ProblemType(String slug, String title, HttpStatus status, Next next) {
        this.slug = slug;
        this.title = title;
        this.status = status;
        this.next = next;
    }

    /** The last part of its URI. */
    String slug() {
        return slug;
    }

    String title() {
        return title;
    }

    HttpStatus status() {
        return status;
    }

    Next next() {
        return next;
    }
}
