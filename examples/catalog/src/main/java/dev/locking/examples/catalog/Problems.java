package dev.locking.examples.catalog;

import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;

/** What clients are told of requests that were not done: who was faster, field by field. */
@Component
class Problems {

    /** Counts what clients were told, by the last part of the problem's type. */
    static final String METER = "catalog.problems";

    static final String TYPE = "type";
    static final String STALE_VERSION = "stale-version";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Set<String> OVER_VERSIONS = Set.of(STALE_VERSION, "gone", "not-found");

    private final History history;
    private final MeterRegistry registry;

    Problems(History history, MeterRegistry registry) {
        this.history = history;
        this.registry = registry;
    }

    /** Of a part of a request. */
    ProblemDetail of(RuntimeException failure, Attempted attempted) {
        ProblemDetail problem = problem(failure, attempted);
        complete(problem, attempted);
        return problem;
    }

    private static ProblemDetail problem(RuntimeException failure, Attempted attempted) {
        if (failure instanceof ErrorResponse response) {
            return response.getBody();
        }
        if (failure instanceof ConflictException conflict) {
            return problem(conflict, attempted.code());
        }
        LOG.error("Product {} could not be saved", attempted.code(), failure);
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    /** As the starter does it for whole requests. */
    private static ProblemDetail problem(ConflictException conflict, String code) {
        boolean isStale = conflict.conflicts().stream().anyMatch(found -> found.kind() == ConflictKind.STALE_VERSION);
        return (isStale ? Refusal.ofStaleVersion(code, false) : Refusal.ofConcurrentRequests(code)).getBody();
    }

    /** Adds what the client has not seen, if the problem is about that. */
    void complete(ProblemDetail problem, @Nullable Attempted attempted) {
        String type = String.valueOf(problem.getType()).replaceFirst(".*/", "");
        registry.counter(METER, TYPE, type).increment();
        Long version = attempted == null ? null : attempted.version();
        if (attempted != null && version != null && OVER_VERSIONS.contains(type)) {
            history.since(attempted.code(), version, attempted.content())
                    .ifPresent(since -> explain(problem, attempted.code(), version, since));
        }
    }

    private static void explain(ProblemDetail problem, String code, long version, History.Since since) {
        problem.setProperty("entity", "Product");
        problem.setProperty("id", code);
        problem.setProperty("expectedVersion", version);
        problem.setProperty("modifiedAt", since.modifiedAt());
        problem.setProperty("modifiedBy", since.modifiedBy());
        ProductView current = since.current();
        if (current != null) {
            problem.setProperty("currentVersion", current.metadata().version());
            problem.setProperty("current", current);
            problem.setProperty("changes", since.changes());
            problem.setProperty("conflicts", since.differences());
            problem.setProperty("mergeable", since.isMergeable());
        }
    }
}
