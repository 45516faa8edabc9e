package dev.locking.retry.weaving;

import dev.locking.GroupPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** What is wrong with the exclusive group of a method, and what to do instead. */
final class GroupRefusals {

    private GroupRefusals() {}

    static @Nullable String reason(WovenMethod woven) {
        if (woven.group() == null) {
            return null;
        }
        if (woven.groupKeys().isEmpty()) {
            return "it is in an exclusive group, and no parameter says what the call is about. Annotate at least one with"
                    + " @GroupKey.";
        }
        for (ParameterDescription.InDefinedShape key : woven.groupKeys()) {
            String reason = reason(key, WovenMethod.property(key));
            if (reason != null) {
                return reason;
            }
        }
        String reason = reason(woven.groupSettings());
        return reason == null ? contradiction(woven) : reason;
    }

    /** What the group asks for and the rest of the method cannot give. */
    private static @Nullable String contradiction(WovenMethod woven) {
        if (woven.groupSettings().containsKey("mode") && woven.retry() == null) {
            return "it has mode = WHEN_HOT, but nobody would notice its conflicts. Annotate it with @RetryOnConflict too.";
        }
        if (!woven.groupSettings().containsKey("combine")) {
            return null;
        }
        String combine = "it has combine = " + woven.groupSettings().get("combine") + ", but ";
        if (woven.retry() == null) {
            return combine
                    + "whoever combines calls has to begin their transaction. Annotate it with @RetryOnConflict too.";
        }
        if (!woven.idempotencyKeys().isEmpty()
                || "VERIFY".equals(woven.retrySettings().get("outcome"))) {
            return combine
                    + "a transaction with a ledger entry is for one call. Drop combine, or @IdempotencyKey and outcome"
                    + " = VERIFY.";
        }
        if ("REAPPLY".equals(woven.retrySettings().get("resolution"))) {
            return combine + "resolution = REAPPLY, which merges the changes of one call. Drop one of them.";
        }
        return "0".equals(woven.retrySettings().get("maxRetries"))
                ? combine + "maxRetries = 0: a call that fails together with others has to run again. Allow retries."
                : null;
    }

    private static @Nullable String reason(ParameterDescription.InDefinedShape key, String property) {
        TypeDescription type = key.getType().asErasure();
        if (property.isEmpty()) {
            return StableTypes.mayBe(type) ? null : noText(type);
        }
        if (type.isPrimitive() || type.isArray()) {
            return "@GroupKey(\"" + property + "\") is on a parameter of type " + type.getName()
                    + ", which has no properties. Drop the name.";
        }
        TypeDescription result = result(type, property);
        if (result == null) {
            return "@GroupKey(\"" + property + "\") names nothing: " + type.getName() + " has no " + property
                    + "(), get" + capitalized(property) + "() or is" + capitalized(property) + "().";
        }
        return StableTypes.mayBe(result) ? null : noText(result);
    }

    private static String noText(TypeDescription type) {
        return "its @GroupKey is of type " + type.getName()
                + ", whose values have no stable text. Use a primitive, String,"
                + " enum, BigDecimal, BigInteger, UUID, a java.time type, a record, array or collection of these, or name a"
                + " property: @GroupKey(\"id\").";
    }

    /** What the property's accessor returns, or null if there is none. Where a type is not known, nothing can be said. */
    private static @Nullable TypeDescription result(TypeDescription type, String property) {
        List<String> names = List.of(property, "get" + capitalized(property), "is" + capitalized(property));
        try {
            for (TypeDefinition declaring = type; declaring != null; declaring = declaring.getSuperClass()) {
                TypeDescription found = declaredResult(declaring.asErasure(), names);
                if (found != null) {
                    return found;
                }
            }
            return type.getInterfaces().asErasures().stream()
                    .map(inherited -> result(inherited, property))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        } catch (IllegalStateException notOnTheClassPath) {
            return TypeDescription.ForLoadedType.of(Object.class);
        }
    }

    private static @Nullable TypeDescription declaredResult(TypeDescription type, List<String> names) {
        return type.getDeclaredMethods().stream()
                .filter(method -> names.contains(method.getName())
                        && method.getParameters().isEmpty())
                .map(method -> method.getReturnType().asErasure())
                .filter(result -> !result.represents(void.class))
                .findFirst()
                .orElse(null);
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static @Nullable String reason(Map<String, String> settings) {
        try {
            GroupPolicy group = GroupPolicy.named(settings.getOrDefault("value", ""));
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                if (!setting.getKey().equals("value")) {
                    group = group.set(setting.getKey(), setting.getValue());
                }
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
