package dev.locking.spring.web;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The version in a request is missing, malformed or equal to none, so the controller was not called. */
final class RefusedVersionException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    RefusedVersionException(HttpStatusCode status, ProblemDetail problem) {
        super(status, problem, null);
    }
}
