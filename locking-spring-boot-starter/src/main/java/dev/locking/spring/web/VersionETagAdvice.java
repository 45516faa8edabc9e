package dev.locking.spring.web;

import static java.util.Objects.requireNonNull;

import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Sets the {@code ETag} for {@link VersionETag}. */
@ControllerAdvice
final class VersionETagAdvice implements ResponseBodyAdvice<Object> {

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return AnnotatedElementUtils.hasAnnotation(requireNonNull(returnType.getMethod()), VersionETag.class);
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body != null
                && isSuccess(response)
                && !isTagged(response)
                && !TransactionSynchronizationManager.isActualTransactionActive()) {
            tag(Hibernate.unproxy(body), returnType, response.getHeaders());
        }
        return body;
    }

    private static boolean isSuccess(ServerHttpResponse response) {
        int status = ((ServletServerHttpResponse) response).getServletResponse().getStatus();
        return HttpStatusCode.valueOf(status).is2xxSuccessful();
    }

    private static boolean isTagged(ServerHttpResponse response) {
        return response.getHeaders().getETag() != null
                || ((ServletServerHttpResponse) response).getServletResponse().containsHeader(HttpHeaders.ETAG);
    }

    private static void tag(Object body, MethodParameter returnType, HttpHeaders headers) {
        VersionMember member = VersionMember.of(body.getClass());
        if (member == null) {
            throw new IllegalStateException(
                    returnType.getMethod() + " has @VersionETag, and what it returns has no version: put"
                            + " jakarta.persistence.Version on the member of "
                            + body.getClass().getName() + " that is one.");
        }
        Object version = member.read(body);
        if (version != null) {
            headers.setETag('"' + VersionText.of(version) + '"');
        }
    }
}
