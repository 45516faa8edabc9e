package dev.locking.spring.web;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * Answers failures of this library with {@link Problems}, unless the application has an {@link ExceptionHandler} that means
 * them. One for all exceptions does not; it would make a failure of the server of every conflict.
 */
final class ProblemResolver extends ExceptionHandlerExceptionResolver {

    private static final Set<Class<?>> FOR_ALL = Set.of(Throwable.class, Exception.class, RuntimeException.class);

    private static final Method ANSWER = requireNonNull(
            ReflectionUtils.findMethod(Problems.class, "answer", Exception.class, WebRequest.class), "answer");

    private final Problems problems;

    /** @param standard that of the application, whose converters write the problems */
    ProblemResolver(Problems problems, ExceptionHandlerExceptionResolver standard) {
        this.problems = problems;
        setApplicationContext(standard.getApplicationContext());
        setMessageConverters(standard.getMessageConverters());
        setContentNegotiationManager(standard.getContentNegotiationManager());
        afterPropertiesSet();
    }

    @Override
    protected boolean hasGlobalExceptionHandlers() {
        return true;
    }

    @Override
    protected @Nullable ServletInvocableHandlerMethod getExceptionHandlerMethod(
            @Nullable HandlerMethod handler, Exception failure, ServletWebRequest request) {
        if (Problems.known(failure) == null) {
            return null;
        }
        ServletInvocableHandlerMethod own = super.getExceptionHandlerMethod(handler, failure, request);
        request.removeAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        return own != null && means(own.getMethod(), failure)
                ? null
                : new ServletInvocableHandlerMethod(problems, ANSWER);
    }

    private static boolean means(Method handler, Exception failure) {
        ExceptionHandler annotation =
                requireNonNull(AnnotatedElementUtils.findMergedAnnotation(handler, ExceptionHandler.class));
        Class<?>[] types = annotation.exception().length > 0 ? annotation.exception() : handler.getParameterTypes();
        return Arrays.stream(types)
                .filter(type -> Throwable.class.isAssignableFrom(type) && !FOR_ALL.contains(type))
                .anyMatch(type -> Problems.chain(failure).stream().anyMatch(type::isInstance));
    }
}
