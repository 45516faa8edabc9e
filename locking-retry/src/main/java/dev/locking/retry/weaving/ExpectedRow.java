package dev.locking.retry.weaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * The row whose version an {@code @ExpectedVersion} parameter is.
 *
 * @param version the parameter's index
 * @param entity the class of the row
 * @param id the index of the parameter that is the row's identifier, or an instance
 */
record ExpectedRow(int version, TypeDescription entity, int id) {

    private static final String EXPECTED_VERSION = "dev.locking.ExpectedVersion";
    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final List<String> IDENTIFIERS = List.of("jakarta.persistence.Id", "jakarta.persistence.EmbeddedId");

    /** A parameter of which it is not clear what it is about; the message says what to do. */
    static final class UnclearException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnclearException(String message) {
            super(message);
        }
    }

    /**
     * Those of all annotated parameters of a method.
     *
     * @throws UnclearException if one cannot be told
     */
    static List<ExpectedRow> allOf(MethodDescription.InDefinedShape method) {
        return annotated(method).stream()
                .map(parameter -> of(parameter, method))
                .toList();
    }

    static List<ParameterDescription.InDefinedShape> annotated(MethodDescription.InDefinedShape method) {
        return WovenMethod.parameters(method, EXPECTED_VERSION);
    }

    /** As {@code AnnotatedOperation} reads it. */
    String text() {
        return version + ":" + id + ":" + entity.getName();
    }

    private static ExpectedRow of(
            ParameterDescription.InDefinedShape version, MethodDescription.InDefinedShape method) {
        AnnotationDescription annotation = Objects.requireNonNull(WovenMethod.annotation(version, EXPECTED_VERSION));
        TypeDescription named = annotation.getValue("value").resolve(TypeDescription.class);
        String id = annotation.getValue("id").resolve(String.class);
        TypeDescription entity = named.represents(void.class) ? inferred(method) : named;
        ParameterDescription parameter = id.isEmpty() ? identifier(method, entity) : named(id, method);
        return new ExpectedRow(version.getIndex(), entity, parameter.getIndex());
    }

    private static TypeDescription inferred(MethodDescription.InDefinedShape method) {
        List<TypeDescription> entities = method.getParameters().asTypeList().asErasures().stream()
                .filter(ExpectedRow::isEntity)
                .distinct()
                .toList();
        TypeDescription returned = method.getReturnType().asErasure();
        if (entities.isEmpty() && isEntity(returned)) {
            return returned;
        }
        if (entities.size() != 1) {
            throw new UnclearException("it has an @ExpectedVersion, and "
                    + (entities.isEmpty() ? "no parameter is an entity" : "several parameters are entities")
                    + ". Say whose version it is: @ExpectedVersion(Product.class).");
        }
        return entities.get(0);
    }

    private static ParameterDescription named(String name, MethodDescription.InDefinedShape method) {
        List<ParameterDescription.InDefinedShape> found = others(method, ParameterDescription::isNamed);
        if (found.isEmpty()) {
            throw new UnclearException("its @ExpectedVersion names the parameter \"" + name
                    + "\", but the class file has no names of parameters. Compile it with -parameters.");
        }
        return found.stream()
                .filter(parameter -> parameter.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnclearException("its @ExpectedVersion names the parameter \"" + name
                        + "\", and there is none. There are "
                        + found.stream().map(ParameterDescription::getName).toList() + "."));
    }

    /** An instance says it better than a value that happens to be of the identifier's type. */
    private static ParameterDescription identifier(MethodDescription.InDefinedShape method, TypeDescription entity) {
        List<ParameterDescription.InDefinedShape> instances =
                others(method, parameter -> parameter.getType().asErasure().equals(entity));
        TypeDescription type = instances.isEmpty() ? identifierType(entity) : null;
        List<ParameterDescription.InDefinedShape> found =
                type == null ? instances : others(method, parameter -> isSame(parameter, type));
        if (found.size() != 1) {
            throw new UnclearException("it has an @ExpectedVersion of " + entity.getName() + ", and "
                    + (found.isEmpty() ? "no parameter is" : "several parameters may be")
                    + " its identifier. Say which one is: @ExpectedVersion(id = \"productId\").");
        }
        return found.get(0);
    }

    private static List<ParameterDescription.InDefinedShape> others(
            MethodDescription.InDefinedShape method, Predicate<ParameterDescription> which) {
        return method.getParameters().stream()
                .filter(parameter -> WovenMethod.annotation(parameter, EXPECTED_VERSION) == null)
                .filter(which)
                .toList();
    }

    private static boolean isSame(ParameterDescription parameter, TypeDescription type) {
        return parameter.getType().asErasure().asBoxed().equals(type.asBoxed());
    }

    /** Of the field or accessor that is annotated as such, by the class or a superclass; null if there is not exactly one. */
    private static @Nullable TypeDescription identifierType(TypeDescription entity) {
        for (TypeDefinition type = entity; type != null; type = type.getSuperClass()) {
            List<TypeDescription> found = identifierTypes(type.asErasure());
            if (!found.isEmpty()) {
                return found.size() == 1 ? found.get(0) : null;
            }
        }
        return null;
    }

    private static List<TypeDescription> identifierTypes(TypeDescription type) {
        List<TypeDescription> found = new ArrayList<>();
        for (FieldDescription.InDefinedShape field : type.getDeclaredFields()) {
            if (isIdentifier(field)) {
                found.add(field.getType().asErasure());
            }
        }
        for (MethodDescription.InDefinedShape accessor : type.getDeclaredMethods()) {
            if (isIdentifier(accessor)) {
                found.add(accessor.getReturnType().asErasure());
            }
        }
        return found;
    }

    private static boolean isIdentifier(AnnotationSource member) {
        return IDENTIFIERS.stream().anyMatch(name -> WovenMethod.annotation(member, name) != null);
    }

    private static boolean isEntity(TypeDescription type) {
        try {
            return WovenMethod.annotation(type, ENTITY) != null;
        } catch (IllegalStateException notOnTheClassPath) {
            return false;
        }
    }
}
