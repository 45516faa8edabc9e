package dev.locking.spring.web;

import static java.util.Objects.requireNonNull;

import dev.locking.ConflictException;
import dev.locking.GroupBusyException;
import dev.locking.IdempotencyKeyReusedException;
import dev.locking.OutcomeUnknownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.WebRequest;

/** Makes problem details (RFC 9457) of the failures of this library. Immutable. */
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final int DEEPEST_CAUSE = 100;

    private final WebSettings settings;

    Problems(WebSettings settings) {
        this.settings = settings;
    }

    /** The first failure in the chain of causes that a problem can be made of, or null. */
    static @Nullable Throwable known(Throwable failure) {
        return chain(failure).stream().filter(Problems::isKnown).findFirst().orElse(null);
    }

    /** A failure and its causes, not for ever if they are a cycle. */
    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < DEEPEST_CAUSE; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof ConflictException
                || failure instanceof GroupBusyException
                || failure instanceof OutcomeUnknownException
                || failure instanceof IdempotencyKeyReusedException
                || failure instanceof RefusedVersionException;
    }

    /** The answer to a request that failed. Called as a handler of exceptions, with one that has a {@link #known} cause. */
    ResponseEntity<ProblemDetail> answer(Exception failure, WebRequest request) {
        Throwable known = requireNonNull(known(failure));
        if (known instanceof ConflictException conflict) {
            return answer(new ConflictProblem(conflict, request.getHeader(HttpHeaders.IF_MATCH)));
        }
        if (known instanceof GroupBusyException busy) {
            return answer(ProblemType.BUSY, busy(busy));
        }
        if (known instanceof RefusedVersionException refused) {
            return new ResponseEntity<>(refused.getBody(), refused.getStatusCode());
        }
        if (known instanceof OutcomeUnknownException) {
            LOG.errorf(failure, "A request is answered with 500, since nobody knows whether its change was made");
            return answer(
                    ProblemType.UNKNOWN_OUTCOME,
                    problem(
                            ProblemType.UNKNOWN_OUTCOME,
                            "Whether the change was made is not known. Find out before you send it again."));
        }
        return answer(
                ProblemType.KEY_REUSED,
                problem(ProblemType.KEY_REUSED, "An earlier request with this idempotency key said something else."));
    }

    private ResponseEntity<ProblemDetail> answer(ConflictProblem conflict) {
        ProblemDetail problem = problem(conflict.type(), conflict.detail());
        problem.setStatus(conflict.status());
        problem.setProperty("conflicts", conflict.reported());
        return answer(conflict.type(), problem);
    }

    private ProblemDetail busy(GroupBusyException busy) {
        ProblemDetail problem = problem(ProblemType.BUSY, "Another request has its turn. Nothing was done.");
        problem.setProperty("group", busy.group());
        busy.holder()
                .ifPresent(holder ->
                        problem.setProperty("heldForMillis", holder.age().toMillis()));
        return problem;
    }

    private ResponseEntity<ProblemDetail> answer(ProblemType type, ProblemDetail problem) {
        HttpHeaders headers = new HttpHeaders();
        if (type.next() == ProblemType.Next.LATER) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(settings.retryAfter().toSeconds()));
        }
        return new ResponseEntity<>(problem, headers, problem.getStatus());
    }

    RefusedVersionException versionRequired() {
        return refused(
                ProblemType.VERSION_REQUIRED,
                ProblemType.VERSION_REQUIRED.status(),
                "Read the resource, and send the ETag that came with it in If-Match.");
    }

    RefusedVersionException malformedVersion(String detail) {
        return refused(ProblemType.MALFORMED_VERSION, ProblemType.MALFORMED_VERSION.status(), detail);
    }

    /** What no version can be equal to. */
    RefusedVersionException staleVersion(String detail) {
        return refused(ProblemType.STALE_VERSION, HttpStatus.PRECONDITION_FAILED, detail);
    }

    private RefusedVersionException refused(ProblemType type, HttpStatus status, String detail) {
        ProblemDetail problem = problem(type, detail);
        problem.setStatus(status);
        return new RefusedVersionException(status, problem);
    }

    private ProblemDetail problem(ProblemType type, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(type.status(), detail);
        problem.setType(settings.problemTypes().resolve(type.slug()));
        problem.setTitle(type.title());
        problem.setProperty("retry", type.next().name().toLowerCase(Locale.ROOT));
        return problem;
    }
}
