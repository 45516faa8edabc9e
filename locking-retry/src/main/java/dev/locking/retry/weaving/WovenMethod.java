package dev.locking.retry.weaving;

import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isFinalizer;
import static net.bytebuddy.matcher.ElementMatchers.isHashCode;
import static net.bytebuddy.matcher.ElementMatchers.isToString;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.enumeration.EnumerationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A method that is to be woven, and the annotation that says so. Annotations are found by name, since the agent does not
 * share a class loader with the application.
 */
record WovenMethod(MethodDescription.InDefinedShape method, AnnotationDescription annotation) {

    private static final String RETRY_ON_CONFLICT = "dev.locking.RetryOnConflict";
    private static final String IDEMPOTENCY_KEY = "dev.locking.IdempotencyKey";
    private static final String WOVEN = "dev.locking.spi.Woven";

    private static final ElementMatcher<MethodDescription> OF_EVERY_OBJECT =
            isEquals().or(isHashCode()).or(isToString()).or(isFinalizer());

    /** Those that a type declares, without bridges, which only call them, and without those that are woven already. */
    static List<WovenMethod> allOf(TypeDescription type) {
        AnnotationDescription ofType = annotation(type, RETRY_ON_CONFLICT);
        return type.getDeclaredMethods().stream()
                .filter(method -> !method.isBridge() && annotation(method, WOVEN) == null)
                .map(method -> of(method, ofType))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable WovenMethod of(
            MethodDescription.InDefinedShape method, @Nullable AnnotationDescription ofType) {
        AnnotationDescription own = annotation(method, RETRY_ON_CONFLICT);
        if (own != null) {
            return new WovenMethod(method, own);
        }
        return ofType != null && isMeantByType(method) ? new WovenMethod(method, ofType) : null;
    }

    private static boolean isMeantByType(MethodDescription method) {
        return method.isMethod()
                && method.isPublic()
                && !method.isAbstract()
                && !method.isSynthetic()
                && !OF_EVERY_OBJECT.matches(method);
    }

    /** Whether a type is annotated and has no method that is, or was, woven. */
    static boolean isAnnotatedInVain(TypeDescription type) {
        return annotation(type, RETRY_ON_CONFLICT) != null
                && allOf(type).isEmpty()
                && type.getDeclaredMethods().stream().allMatch(method -> annotation(method, WOVEN) == null);
    }

    /** Methods that ask for something that only woven ones have. */
    static List<MethodDescription.InDefinedShape> keyedInVain(TypeDescription type) {
        List<WovenMethod> woven = allOf(type);
        return type.getDeclaredMethods().stream()
                .filter(method -> !method.isBridge() && !keys(method).isEmpty() && annotation(method, WOVEN) == null)
                .filter(method -> woven.stream().noneMatch(one -> one.method.equals(method)))
                .toList();
    }

    /** Parameters that are an idempotency key; more than one is refused. */
    List<ParameterDescription.InDefinedShape> keys() {
        return keys(method);
    }

    private static List<ParameterDescription.InDefinedShape> keys(MethodDescription.InDefinedShape method) {
        return method.getParameters().stream()
                .filter(parameter -> annotation(parameter, IDEMPOTENCY_KEY) != null)
                .toList();
    }

    private static @Nullable AnnotationDescription annotation(AnnotationSource source, String name) {
        return source.getDeclaredAnnotations().stream()
                .filter(annotation -> annotation.getAnnotationType().getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The name of the operation in messages, logs and meters. */
    String operation() {
        TypeDescription type = method.getDeclaringType();
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + "." + method.getName();
    }

    /** The settings that differ from the annotation's defaults, by name, in the order of names. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (MethodDescription.InDefinedShape setting :
                annotation.getAnnotationType().getDeclaredMethods()) {
            String value = text(annotation.getValue(setting).resolve());
            if (!value.equals(
                    text(Objects.requireNonNull(setting.getDefaultValue()).resolve()))) {
                settings.put(setting.getName(), value);
            }
        }
        keys().forEach(key -> settings.put("idempotencyKey", Integer.toString(key.getIndex())));
        return settings;
    }

    private static String text(Object value) {
        if (value instanceof TypeDescription type) {
            return type.getName();
        }
        if (value instanceof EnumerationDescription constant) {
            return constant.getValue();
        }
        return value instanceof Object[] values
                ? Arrays.stream(values).map(WovenMethod::text).collect(Collectors.joining(","))
                : value.toString();
    }

    /** Where the original code goes. */
    String bodyName() {
        return method.getInternalName() + "$attempt";
    }

    boolean isBodyNameTaken() {
        return !method.getDeclaringType()
                .getDeclaredMethods()
                .filter(named(bodyName()))
                .filter(other -> other.getDescriptor().equals(method.getDescriptor()))
                .isEmpty();
    }

    @Override
    public String toString() {
        return operation();
    }
}
