package dev.locking.hibernate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.BasicValuedModelPart;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.type.BasicType;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.MapType;
import org.hibernate.type.Type;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@link AttributeValues values} into what JSON can carry (texts, numbers, booleans, lists and maps with texts as keys)
 * and back, by the types of attributes.
 */
record PlainValues(SessionFactoryImplementor factory) {

    /** JSON's numbers are mostly read as doubles, which have no more exact integers (RFC 8259, section 6). */
    private static final long LARGEST_EXACT = (1L << 53) - 1;

    /** @throws IllegalArgumentException if it does not come back as it was */
    @Nullable
    Object plain(Type type, @Nullable Object value) {
        Object plain = plainOf(type, value);
        if (!isSame(type, value, plain)) {
            throw new IllegalArgumentException("values of the type " + type.getName() + " have no text form");
        }
        return plain;
    }

    private boolean isSame(Type type, @Nullable Object value, @Nullable Object plain) {
        try {
            Attribute compared = new Attribute("", type, false, true, false, false, null);
            return compared.isEqual(value, value(type, plain));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private @Nullable Object plainOf(Type type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> entries && type instanceof MapType map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach((key, one) ->
                    plain.put(String.valueOf(plainBasic(index(map), key)), plainOf(map.getElementType(factory), one)));
            return plain;
        }
        if (value instanceof Collection<?> elements && type instanceof CollectionType collection) {
            List<@Nullable Object> plain = new ArrayList<>();
            elements.forEach(one -> plain.add(plainOf(collection.getElementType(factory), one)));
            return plain;
        }
        if (value instanceof Map<?, ?> parts && type instanceof CompositeType embeddable) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            String[] names = embeddable.getPropertyNames();
            for (int i = 0; i < names.length; i++) {
                plain.put(names[i], plainOf(embeddable.getSubtypes()[i], parts.get(names[i])));
            }
            return plain;
        }
        return type instanceof EntityType entity ? plainOf(identifier(entity), value) : plainBasic(java(type), value);
    }

    private static <T> Object plainBasic(JavaType<T> type, Object value) {
        boolean isPlain = value instanceof String
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || (value instanceof Long number && Math.abs(number) <= LARGEST_EXACT);
        return isPlain ? value : type.toString(type.cast(value));
    }

    private JavaType<?> index(MapType map) {
        CollectionPart index = factory.getMappingMetamodel()
                .getCollectionDescriptor(map.getRole())
                .getAttributeMapping()
                .getIndexDescriptor();
        if (index instanceof BasicValuedModelPart basic) {
            return basic.getJavaType();
        }
        throw new IllegalArgumentException("keys of " + map.getRole() + " have no text form");
    }

    private Type identifier(EntityType type) {
        return type.getAssociatedEntityPersister(factory).getIdentifierType();
    }

    private static JavaType<?> java(Type type) {
        if (type instanceof BasicType<?> basic) {
            return basic.getJavaTypeDescriptor();
        }
        throw new IllegalArgumentException("values of the type " + type.getName() + " have no text form");
    }

    /** @throws RuntimeException if it is no value of the type */
    @Nullable
    Object value(Type type, @Nullable Object plain) {
        if (plain == null) {
            return null;
        }
        if (type instanceof MapType map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) plain)
                    .forEach((key, one) -> entries.put(
                            basic(index(map), String.valueOf(key)), value(map.getElementType(factory), one)));
            return entries;
        }
        if (type instanceof CollectionType collection) {
            List<@Nullable Object> elements = new ArrayList<>();
            ((Collection<?>) plain).forEach(one -> elements.add(value(collection.getElementType(factory), one)));
            return elements;
        }
        if (type instanceof CompositeType embeddable) {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            String[] names = embeddable.getPropertyNames();
            for (int i = 0; i < names.length; i++) {
                parts.put(names[i], value(embeddable.getSubtypes()[i], ((Map<?, ?>) plain).get(names[i])));
            }
            return parts;
        }
        return type instanceof EntityType entity ? value(identifier(entity), plain) : basic(java(type), plain);
    }

    /** @throws RuntimeException if it is none, and no text of one */
    static Object basic(JavaType<?> type, Object plain) {
        Object value = type.isInstance(plain) ? plain : type.fromString(plain.toString());
        if (value == null) {
            throw new IllegalArgumentException("\"" + plain + "\" is no " + type.getTypeName());
        }
        return value;
    }
}
