package dev.locking.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.lang.invoke.MethodHandles;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;

/** A versioned entity with as many texts as it is asked for, {@code a0} and so on. Thread-safe. */
final class WideEntity {

    private final Class<?> type;
    private final int attributes;

    private WideEntity(Class<?> type, int attributes) {
        this.type = type;
        this.attributes = attributes;
    }

    /** Called once for each number of attributes. */
    static WideEntity with(int attributes) {
        DynamicType.Builder<?> entity = new ByteBuddy()
                .subclass(Object.class)
                .name(WideEntity.class.getPackageName() + ".Wide" + attributes)
                .annotateType(AnnotationDescription.Builder.ofType(Entity.class).build())
                .defineField("id", long.class, Visibility.PUBLIC)
                .annotateField(AnnotationDescription.Builder.ofType(Id.class).build())
                .defineField("version", long.class, Visibility.PUBLIC)
                .annotateField(
                        AnnotationDescription.Builder.ofType(Version.class).build());
        for (int i = 0; i < attributes; i++) {
            entity = entity.defineField("a" + i, String.class, Visibility.PUBLIC);
        }
        return new WideEntity(
                entity.make()
                        .load(
                                WideEntity.class.getClassLoader(),
                                ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup()))
                        .getLoaded(),
                attributes);
    }

    Class<?> type() {
        return type;
    }

    int attributes() {
        return attributes;
    }

    Object instance(long id) {
        try {
            Object instance = type.getConstructor().newInstance();
            type.getField("id").setLong(instance, id);
            for (int i = 0; i < attributes; i++) {
                write(instance, i, "value " + i);
            }
            return instance;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(Object instance, int attribute, String value) {
        try {
            type.getField("a" + attribute).set(instance, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    String read(Object instance, int attribute) {
        try {
            return (String) type.getField("a" + attribute).get(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
