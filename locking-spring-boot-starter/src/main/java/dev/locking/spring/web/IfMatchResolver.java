package dev.locking.spring.web;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Arguments for parameters with {@link IfMatch}. */
final class IfMatchResolver implements HandlerMethodArgumentResolver {

    private final Problems problems;

    IfMatchResolver(Problems problems) {
        this.problems = problems;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(IfMatch.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        MethodParameter declared = parameter.nestedIfOptional();
        boolean isOptional = parameter.isOptional() && declared.getNestingLevel() > parameter.getNestingLevel();
        boolean required = !isOptional
                && requireNonNull(parameter.getParameterAnnotation(IfMatch.class))
                        .required();
        refuseUnsuitable(parameter, declared.getNestedParameterType(), required);
        Object version = version(header(request), declared.getNestedParameterType(), required);
        return isOptional ? Optional.ofNullable(version) : version;
    }

    private static void refuseUnsuitable(MethodParameter parameter, Class<?> type, boolean required) {
        if (type != VersionCondition.class && !VersionText.isFor(type)) {
            throw new IllegalStateException(parameter + " has @IfMatch, and " + type.getName()
                    + " is no type of a version. Use long, another type that a version can have, or VersionCondition.");
        }
        if (type.isPrimitive() && !required) {
            throw new IllegalStateException(parameter + " has @IfMatch(required = false), and " + type.getName()
                    + " cannot be null. Use its wrapper, or an Optional.");
        }
    }

    private static @Nullable String header(NativeWebRequest request) {
        String[] lines = request.getHeaderValues(HttpHeaders.IF_MATCH);
        return lines == null || lines.length == 0 ? null : String.join(", ", List.of(lines));
    }

    private @Nullable Object version(@Nullable String header, Class<?> type, boolean required) {
        if (header == null) {
            return absent(required);
        }
        VersionCondition condition = parse(header);
        if (!condition.canBeMet()) {
            throw problems.staleVersion(
                    "A weak entity tag is equal to no version. Whoever weakened it, such as a proxy that"
                            + " compresses, must pass it on as it was sent.");
        }
        if (type == VersionCondition.class) {
            return condition;
        }
        return condition.isAny() ? absent(required) : single(condition.versions(), type);
    }

    private @Nullable Object absent(boolean required) {
        if (required) {
            throw problems.versionRequired();
        }
        return null;
    }

    private VersionCondition parse(String header) {
        try {
            return VersionCondition.parse(header);
        } catch (IllegalArgumentException e) {
            throw problems.malformedVersion(
                    "If-Match is no list of entity tags. Send the ETag as it was received, with its quotes.");
        }
    }

    private Object single(List<String> versions, Class<?> type) {
        if (versions.size() > 1) {
            throw problems.malformedVersion(
                    "If-Match names " + versions.size() + " versions. Send the one that was seen.");
        }
        Object version = VersionText.parse(versions.get(0), type);
        if (version == null) {
            throw problems.staleVersion("The entity tag in If-Match is no version of this resource.");
        }
        return version;
    }
}
