package dev.locking.spring.web;

import java.util.List;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

/** Puts into Spring MVC what this package adds. */
final class WebConfigurer implements WebMvcConfigurer {

    private final Problems problems;

    WebConfigurer(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new IfMatchResolver(problems));
    }

    /** Before the standard one, which takes whatever handler there is; none if the application has replaced that. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.stream()
                .filter(ExceptionHandlerExceptionResolver.class::isInstance)
                .map(ExceptionHandlerExceptionResolver.class::cast)
                .findFirst()
                .ifPresent(standard ->
                        resolvers.add(resolvers.indexOf(standard), new ProblemResolver(problems, standard)));
    }
}
