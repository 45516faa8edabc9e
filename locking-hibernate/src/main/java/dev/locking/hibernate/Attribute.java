package dev.locking.hibernate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.type.CollectionType;
import org.hibernate.type.ListType;
import org.hibernate.type.MapType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as reports name it: a basic one, an association, or a collection, of an entity or inside an embeddable of it.
 *
 * @param path its name; inside an embeddable such as {@code address.city}
 * @param type as Hibernate maps it
 * @param lazy whether it is loaded apart from the rest of its entity
 * @param reported whether changes of it are reported: not of what changes with every update, and of what the other side owns
 * @param compared whether its columns are compared where there is no version
 * @param shown whether texts may show its values
 * @param rule what is written if both sides changed it, or null if nothing is said
 */
record Attribute(
        String path,
        Type type,
        boolean lazy,
        boolean reported,
        boolean compared,
        boolean shown,
        @Nullable AttributeRule rule) {

    Attribute asShown() {
        return new Attribute(path, type, lazy, reported, compared, true, rule);
    }

    Attribute asUnreported() {
        return new Attribute(path, type, lazy, false, compared, shown, rule);
    }

    /** An attribute of this one, which is an embeddable. */
    Attribute embedding(String name, Type embedded) {
        return new Attribute(
                path + "." + name, embedded, lazy, reported, compared && !embedded.isCollectionType(), shown, rule);
    }

    Attribute ruledBy(AttributeRule own) {
        return new Attribute(path, type, lazy, reported, compared, shown, own);
    }

    /** Nothing is guessed where nothing is said. */
    AttributeRule ruleOrFail() {
        return rule == null ? AttributeRule.FAIL : rule;
    }

    boolean isCollection() {
        return type.isCollectionType();
    }

    boolean isLazyColumn() {
        return lazy && !type.isCollectionType() && !type.isEntityType();
    }

    /** The entity's attribute that it is, or lies in. */
    String property() {
        int end = path.indexOf('.');
        return end < 0 ? path : path.substring(0, end);
    }

    /** Whether Hibernate would take them for the same, so that writing one over the other is no change. */
    boolean isEqual(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (type instanceof CollectionType) {
            return comparable(one).equals(comparable(other));
        }
        boolean isAssociation = type.isEntityType() || type.isAnyType();
        return isAssociation ? one.equals(other) : type.isEqual(one, other);
    }

    private Object comparable(Object collection) {
        if (type instanceof MapType || type instanceof ListType) {
            return comparableElement(collection);
        }
        return ((Collection<?>) collection)
                .stream()
                        .map(Attribute::comparableElement)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** An element that equals another one if the database holds the same for both. */
    private static Object comparableElement(@Nullable Object element) {
        if (element == null) {
            return Attribute.class;
        }
        if (element instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (element instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (element instanceof List<?> elements) {
            return elements.stream().map(Attribute::comparableElement).toList();
        }
        if (element instanceof Map<?, ?> entries) {
            Map<Object, Object> comparable = new HashMap<>();
            entries.forEach((key, value) -> comparable.put(comparableElement(key), comparableElement(value)));
            return comparable;
        }
        return element;
    }
}
