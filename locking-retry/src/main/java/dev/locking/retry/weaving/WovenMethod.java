package dev.locking.retry.weaving;

import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isFinalizer;
import static net.bytebuddy.matcher.ElementMatchers.isHashCode;
import static net.bytebuddy.matcher.ElementMatchers.isToString;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.annotation.AnnotationValue;
import net.bytebuddy.description.enumeration.EnumerationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A method that is to be woven, and the annotations that say so: to be retried, to be in an exclusive group, or both.
 * Annotations are found by name, since the agent does not share a class loader with the application.
 */
record WovenMethod(
        MethodDescription.InDefinedShape method,
        @Nullable AnnotationDescription retry,
        @Nullable AnnotationDescription group) {

    private static final String RETRY_ON_CONFLICT = "dev.locking.RetryOnConflict";
    private static final String EXCLUSIVE_GROUP = "dev.locking.ExclusiveGroup";
    private static final String GROUP_KEY = "dev.locking.GroupKey";
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
        AnnotationDescription retry = own == null && isMeantByType(method) ? ofType : own;
        AnnotationDescription group = annotation(method, EXCLUSIVE_GROUP);
        return retry == null && group == null ? null : new WovenMethod(method, retry, group);
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

    /** A method whose parameter asks for what only another annotation on the method would give it. */
    record InVain(MethodDescription.InDefinedShape method, String annotation, String missing) {}

    static List<InVain> keyedInVain(TypeDescription type) {
        List<InVain> found = new ArrayList<>();
        for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
            WovenMethod woven = of(method, annotation(type, RETRY_ON_CONFLICT));
            if (method.isBridge() || annotation(method, WOVEN) != null) {
                continue;
            }
            if (!parameters(method, IDEMPOTENCY_KEY).isEmpty() && (woven == null || woven.retry == null)) {
                found.add(new InVain(method, "@IdempotencyKey", "@RetryOnConflict"));
            }
            if (!ExpectedRow.annotated(method).isEmpty() && (woven == null || woven.retry == null)) {
                found.add(new InVain(method, "@ExpectedVersion", "@RetryOnConflict"));
            }
            if (!parameters(method, GROUP_KEY).isEmpty() && (woven == null || woven.group == null)) {
                found.add(new InVain(method, "@GroupKey", "@ExclusiveGroup"));
            }
        }
        return found;
    }

    /** Parameters that are an idempotency key; more than one is refused. */
    List<ParameterDescription.InDefinedShape> idempotencyKeys() {
        return parameters(method, IDEMPOTENCY_KEY);
    }

    /**
     * Rows of which callers expect a version.
     *
     * @throws ExpectedRow.UnclearException if that of a parameter cannot be told, which is refused
     */
    List<ExpectedRow> expectedRows() {
        return ExpectedRow.allOf(method);
    }

    /** Parameters that are, or have, a key of the group; none is refused. */
    List<ParameterDescription.InDefinedShape> groupKeys() {
        return parameters(method, GROUP_KEY);
    }

    /** The property of such a parameter, or empty for the parameter itself. */
    static String property(ParameterDescription.InDefinedShape groupKey) {
        AnnotationDescription annotation = Objects.requireNonNull(annotation(groupKey, GROUP_KEY));
        return annotation.getValue("value").resolve(String.class);
    }

    static List<ParameterDescription.InDefinedShape> parameters(
            MethodDescription.InDefinedShape method, String annotation) {
        return method.getParameters().stream()
                .filter(parameter -> annotation(parameter, annotation) != null)
                .toList();
    }

    /** By name, or null. */
    static @Nullable AnnotationDescription annotation(AnnotationSource source, String name) {
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

    /**
     * What the annotations say, by name, in the order of names, as {@code AnnotatedOperation} reads it. Values that are the
     * defaults are left out.
     */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (retry == null) {
            settings.put("retried", "false");
        } else {
            settings.putAll(settings(retry));
        }
        String expected = expectedRows().stream().map(ExpectedRow::text).collect(Collectors.joining(","));
        if (!expected.isEmpty()) {
            settings.put("expectedVersions", expected);
        }
        idempotencyKeys().forEach(key -> settings.put("idempotencyKey", Integer.toString(key.getIndex())));
        if (group != null) {
            settings(group)
                    .forEach((name, value) -> settings.put(name.equals("value") ? "group" : "group." + name, value));
            settings.put(
                    "groupKeys", groupKeys().stream().map(WovenMethod::text).collect(Collectors.joining(",")));
        }
        return settings;
    }

    /** Those of the retry policy alone. */
    Map<String, String> retrySettings() {
        return retry == null ? Map.of() : settings(retry);
    }

    /** Those of the group alone; {@code value} is its name. */
    Map<String, String> groupSettings() {
        return group == null ? Map.of() : settings(group);
    }

    private static Map<String, String> settings(AnnotationDescription annotation) {
        Map<String, String> settings = new TreeMap<>();
        for (MethodDescription.InDefinedShape setting :
                annotation.getAnnotationType().getDeclaredMethods()) {
            String value = text(annotation.getValue(setting).resolve());
            AnnotationValue<?, ?> byDefault = setting.getDefaultValue();
            if (byDefault == null || !value.equals(text(byDefault.resolve()))) {
                settings.put(setting.getName(), value);
            }
        }
        return settings;
    }

    private static String text(ParameterDescription.InDefinedShape groupKey) {
        String property = property(groupKey);
        return groupKey.getIndex() + (property.isEmpty() ? "" : "." + property);
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

    /** The annotation that matters more, as it is written. */
    String annotation() {
        return retry == null ? "@ExclusiveGroup" : "@RetryOnConflict";
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
