package dev.locking.examples.catalog;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.DatabindException;

/** Problem details (RFC 9457) for what is not a conflict; for these the starter makes them. */
@ControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Refusal refusal = Refusal.ofMalformed(
                failure.getCause() instanceof DatabindException wrongType
                        ? Documents.where(wrongType) + " has a value of another type than it must have."
                        : "This is not JSON.");
        return handleExceptionInternal(failure, refusal.getBody(), headers, refusal.getStatusCode(), request);
    }
}
