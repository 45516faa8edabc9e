package dev.locking.retry.weaving;

import dev.locking.RetryPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** What cannot be woven, and what to do instead. */
final class Refusals {

    /** A call site takes fewer arguments than a method: JVMS 4.3.3 allows 255, method handles need some of them. */
    private static final int MOST_ARGUMENT_SLOTS = 250;

    private static final Set<String> NO_TEXT_OF_POLICY = Set.of("unit", "retryOn", "abortOn");

    private static final Set<String> OUTLIVES_THE_TRANSACTION = Set.of(
            "java.util.concurrent.Future",
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.Flow$Publisher",
            "java.util.stream.BaseStream",
            "org.reactivestreams.Publisher",
            "kotlinx.coroutines.flow.Flow");

    private static final Set<String> ENTITY_TYPES = Set.of(
            "jakarta.persistence.Entity", "jakarta.persistence.MappedSuperclass", "jakarta.persistence.Embeddable");

    private static final Set<String> ENTITY_CALLBACKS = Set.of(
            "jakarta.persistence.PrePersist",
            "jakarta.persistence.PostPersist",
            "jakarta.persistence.PreUpdate",
            "jakarta.persistence.PostUpdate",
            "jakarta.persistence.PreRemove",
            "jakarta.persistence.PostRemove",
            "jakarta.persistence.PostLoad");

    private Refusals() {}

    static void refuseUnweavable(TypeDescription type, List<WovenMethod> methods) {
        for (WovenMethod.InVain key : WovenMethod.keyedInVain(type)) {
            throw new IllegalStateException(key.annotation() + " on " + type.getName() + "." + signature(key.method())
                    + " does nothing: the method has no " + key.missing() + ". Annotate it, or drop the key.");
        }
        if (methods.isEmpty()) {
            throw refusal(
                    "@RetryOnConflict",
                    type.getName(),
                    "it has no public method of its own that could be retried. Annotate the methods that are meant, in the"
                            + " class that implements them.");
        }
        methods.forEach(Refusals::refuseUnweavable);
    }

    private static void refuseUnweavable(WovenMethod woven) {
        String reason = reason(woven);
        if (reason != null) {
            throw refusal(woven.annotation(), member(woven), reason);
        }
    }

    private static IllegalStateException refusal(String annotation, String member, String reason) {
        return new IllegalStateException(annotation + " on " + member + " cannot be woven: " + reason);
    }

    static void refuseUnusable(WovenMethod proxied) {
        String reason = reasonOfUse(proxied);
        if (reason != null) {
            throw new IllegalStateException(
                    proxied.annotation() + " on " + member(proxied) + " makes no sense: " + reason);
        }
    }

    private static String member(WovenMethod woven) {
        return woven.method().getDeclaringType().getName() + "." + signature(woven.method());
    }

    private static String signature(MethodDescription method) {
        return method.getInternalName()
                + method.getParameters().asTypeList().asErasures().stream()
                        .map(TypeDescription::getSimpleName)
                        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
    }

    private static @Nullable String reason(WovenMethod woven) {
        MethodDescription.InDefinedShape method = woven.method();
        if (method.isConstructor()) {
            return "it is a constructor, whose object would be made again by every attempt. Annotate a method.";
        }
        if (method.isAbstract()) {
            return "it is abstract. Annotate the methods that implement it.";
        }
        if (method.isNative()) {
            return "it is native and has no body to run again. Annotate a method that calls it.";
        }
        if (method.isSynchronized()) {
            return "it is synchronized, and the monitor would be held while an attempt waits. Drop it: the version check"
                    + " protects the data, and a lock inside one JVM does not.";
        }
        String reason = reasonOfRole(method);
        if (reason == null) {
            reason = reasonOfShape(woven);
        }
        return reason == null ? reasonOfUse(woven) : reason;
    }

    /** What no door can do. */
    private static @Nullable String reasonOfUse(WovenMethod woven) {
        String outliving = firstSuperType(woven.method().getReturnType().asErasure(), OUTLIVES_THE_TRANSACTION);
        if (outliving != null) {
            return "it returns a " + outliving
                    + ", whose work goes on when the transaction has ended. Return the result"
                    + " itself, or annotate the method that computes it.";
        }
        String reason = reasonOfIdempotencyKeys(woven);
        if (reason == null) {
            reason = reasonOfExpectedVersions(woven);
        }
        if (reason == null) {
            reason = GroupRefusals.reason(woven);
        }
        return reason == null ? reasonOfSettings(woven.retrySettings()) : reason;
    }

    private static @Nullable String reasonOfRole(MethodDescription.InDefinedShape method) {
        if (hasAnyOf(method, ENTITY_CALLBACKS)) {
            return "it is an entity callback, which runs inside a flush. Annotate the method that begins the transaction.";
        }
        if (method.getInternalName().equals("finalize")
                && method.getParameters().isEmpty()) {
            return "it is a finalizer, which the JVM calls on a thread of its own. Annotate a method that you call.";
        }
        if (isAccessor(method) && hasAnyOf(method.getDeclaringType(), ENTITY_TYPES)) {
            return "it is an accessor of an entity, which Hibernate calls too. Annotate the method that begins the"
                    + " transaction.";
        }
        return null;
    }

    private static @Nullable String reasonOfShape(WovenMethod woven) {
        MethodDescription.InDefinedShape method = woven.method();
        if (method.getStackSize() > MOST_ARGUMENT_SLOTS) {
            return "it takes more than " + MOST_ARGUMENT_SLOTS + " arguments. Pass an object.";
        }
        if (woven.isBodyNameTaken()) {
            return "its code would be moved to " + woven.bodyName() + ", and there is such a method. Rename that one.";
        }
        ClassFileVersion version = method.getDeclaringType().asErasure().getClassFileVersion();
        if (version != null && !version.isAtLeast(ClassFileVersion.JAVA_V8)) {
            return "its class was compiled for " + version + ". Compile it for Java 8 or later.";
        }
        return null;
    }

    private static @Nullable String reasonOfIdempotencyKeys(WovenMethod woven) {
        if (woven.idempotencyKeys().size() > 1) {
            return "it has more than one @IdempotencyKey. Annotate the one parameter that tells calls apart; a record can"
                    + " have several parts.";
        }
        if (woven.idempotencyKeys().isEmpty()) {
            return null;
        }
        if ("REAPPLY".equals(woven.retrySettings().get("resolution"))) {
            return "it has an @IdempotencyKey and resolution = REAPPLY, which do not go together. Use RE_EXECUTE: the key"
                    + " makes the call once.";
        }
        for (ParameterDescription parameter : woven.method().getParameters()) {
            TypeDescription type = parameter.getType().asErasure();
            if (!StableTypes.mayBe(type)) {
                return "it has an @IdempotencyKey, and its parameter of type " + type.getName()
                        + " has no stable text, by"
                        + " which two calls could be told apart. Pass a primitive, String, enum, BigDecimal, BigInteger,"
                        + " UUID, a java.time type, or a record, array, collection, map or Optional of these.";
            }
        }
        return null;
    }

    private static @Nullable String reasonOfExpectedVersions(WovenMethod woven) {
        try {
            boolean expects = !woven.expectedRows().isEmpty();
            return expects && woven.groupSettings().containsKey("combine")
                    ? "it has combine and an @ExpectedVersion: another call in the same transaction could change the row"
                            + " unseen. Drop one of them."
                    : null;
        } catch (ExpectedRow.UnclearException unclear) {
            return unclear.getMessage();
        }
    }

    private static @Nullable String reasonOfSettings(Map<String, String> settings) {
        List<String> retryOn = classNames(settings, "retryOn");
        List<String> abortOn = classNames(settings, "abortOn");
        for (String type : retryOn) {
            if (abortOn.contains(type)) {
                return "retryOn and abortOn both name " + type + ". Decide.";
            }
        }
        try {
            RetryPolicy.Builder policy = RetryPolicy.builder();
            settings.forEach((name, value) -> {
                if (!NO_TEXT_OF_POLICY.contains(name)) {
                    policy.set(name, value);
                }
            });
            policy.build();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static List<String> classNames(Map<String, String> settings, String name) {
        String names = settings.getOrDefault(name, "");
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    private static boolean hasAnyOf(AnnotationSource source, Set<String> annotations) {
        return source.getDeclaredAnnotations().stream()
                .anyMatch(annotation ->
                        annotations.contains(annotation.getAnnotationType().getName()));
    }

    private static boolean isAccessor(MethodDescription method) {
        String name = method.getName();
        int parameters = method.getParameters().size();
        return !method.isStatic()
                && ((parameters == 0 && (name.startsWith("get") || name.startsWith("is")))
                        || (parameters == 1 && name.startsWith("set")));
    }

    /** Breadth-first over supertypes. What is not on the class path cannot be looked at and is passed over. */
    private static @Nullable String firstSuperType(TypeDescription type, Set<String> names) {
        Deque<TypeDescription> waiting = new ArrayDeque<>(List.of(type));
        Set<String> seen = new HashSet<>();
        while (!waiting.isEmpty()) {
            TypeDescription next = waiting.remove();
            if (names.contains(next.getName())) {
                return next.getSimpleName();
            }
            if (seen.add(next.getName())) {
                waiting.addAll(directSuperTypes(next));
            }
        }
        return null;
    }

    private static List<TypeDescription> directSuperTypes(TypeDescription type) {
        try {
            Deque<TypeDescription> direct =
                    new ArrayDeque<>(type.getInterfaces().asErasures());
            TypeDefinition superClass = type.getSuperClass();
            if (superClass != null) {
                direct.add(superClass.asErasure());
            }
            return List.copyOf(direct);
        } catch (IllegalStateException notOnTheClassPath) {
            return List.of();
        }
    }
}
