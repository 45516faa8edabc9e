package dev.locking.retry.weaving;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;

/**
 * Declared types whose values may have a stable text, by which the engine tells arguments apart. What an interface, an
 * abstract class or {@code Object} holds is seen only when the method is called.
 */
final class StableTypes {

    private static final Set<String> SCALARS = Set.of(
            "java.lang.String",
            "java.lang.Character",
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Object",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.util.UUID",
            "java.util.Optional");

    private StableTypes() {}

    static boolean mayBe(TypeDescription type) {
        if (type.isArray()) {
            return mayBe(type.getComponentType());
        }
        return type.isPrimitive()
                || SCALARS.contains(type.getName())
                || type.getName().startsWith("java.time.")
                || isOpenOrOfParts(type);
    }

    private static boolean isOpenOrOfParts(TypeDescription type) {
        return type.isInterface()
                || type.isAbstract()
                || type.isEnum()
                || type.isRecord()
                || type.isAssignableTo(Collection.class)
                || type.isAssignableTo(Map.class);
    }
}
