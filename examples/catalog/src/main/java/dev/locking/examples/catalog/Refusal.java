package dev.locking.examples.catalog;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that is not done, and what its client is told. */
final class Refusal extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private static final URI TYPES = URI.create("https://locking.dev/problems/");

    private Refusal(HttpStatusCode status, String type, String title, String detail) {
        super(status, problem(status, type, title, detail), null);
    }

    private static ProblemDetail problem(HttpStatusCode status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(TYPES.resolve(type));
        problem.setTitle(title);
        problem.setProperty("code", type.toUpperCase(Locale.ROOT).replace('-', '_'));
        return problem;
    }

    static Refusal ofMissing(String code) {
        return new Refusal(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is no product " + code + ".");
    }

    static Refusal ofDuplicate(String code) {
        Refusal refusal = new Refusal(
                HttpStatus.CONFLICT, "duplicate", "There already", "There is a product " + code + " already.");
        refusal.getBody().setProperty("id", code);
        return refusal;
    }

    static Refusal ofStaleVersion(String code, boolean isPrecondition) {
        return new Refusal(
                isPrecondition ? HttpStatus.PRECONDITION_FAILED : HttpStatus.CONFLICT,
                "stale-version",
                "Changed by someone else",
                "Product " + code + " was changed by someone else. Nothing was done.");
    }

    static Refusal ofMissingVersion(int status) {
        return new Refusal(
                HttpStatus.valueOf(status),
                "version-required",
                "A version is required",
                "Read the product, and send its metadata.version in the body, or its ETag in If-Match.");
    }

    static Refusal ofContradictingVersions() {
        return new Refusal(
                HttpStatus.BAD_REQUEST,
                "malformed-version",
                "The version cannot be read",
                "If-Match and metadata.version are different versions. Send one of them.");
    }

    static Refusal ofUnmetPrecondition(String code) {
        return new Refusal(
                HttpStatus.PRECONDITION_FAILED,
                "gone",
                "Not there",
                "If-Match asks for a version of product " + code + ", and there is none.");
    }

    static Refusal ofFailedTest(int index, String pointer) {
        Refusal refusal = new Refusal(
                HttpStatus.CONFLICT,
                "test-failed",
                "Something else is there",
                "Operation " + index + " of the patch expects another value at " + pointer + ". Nothing was done.");
        refusal.getBody().setProperty("pointer", pointer);
        return refusal;
    }

    static Refusal ofInapplicablePatch(int index, String pointer) {
        Refusal refusal = new Refusal(
                HttpStatus.CONFLICT,
                "patch-not-applicable",
                "The patch does not fit",
                "Operation " + index + " of the patch cannot be done at " + pointer + ". Nothing was done.");
        refusal.getBody().setProperty("pointer", pointer);
        return refusal;
    }

    static Refusal ofConcurrentRequests(String code) {
        return new Refusal(
                HttpStatus.CONFLICT,
                "busy",
                "Others are at it",
                "Others change product " + code + " at this moment. Nothing was done; send the request again.");
    }

    static Refusal ofInvalidCode() {
        return ofInvalid(Map.of(
                "/code",
                "must be 1 to " + ProductContent.LONGEST_CODE
                        + " letters, digits, dots, hyphens and underscores, begin with a letter or digit, and not be"
                        + " 'bulk'"));
    }

    static Refusal ofMalformed(String detail) {
        return new Refusal(HttpStatus.BAD_REQUEST, "malformed", "The request cannot be read", detail);
    }

    /** @param errors what is wrong, by pointer */
    static Refusal ofInvalid(Map<String, String> errors) {
        Refusal refusal = new Refusal(
                HttpStatus.BAD_REQUEST, "invalid", "Not a valid product", "Correct what is named in errors.");
        refusal.getBody().setProperty("errors", errors);
        return refusal;
    }
}
