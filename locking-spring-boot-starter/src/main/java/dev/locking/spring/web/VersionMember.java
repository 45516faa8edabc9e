package dev.locking.spring.web;

import jakarta.persistence.Version;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** The field or the getter of a class that has its {@link Version}. */
final class VersionMember {

    private static final ClassValue<Optional<VersionMember>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<VersionMember> computeValue(Class<?> type) {
            return find(type).map(VersionMember::new);
        }
    };

    private final AccessibleObject member;

    private VersionMember(AccessibleObject member) {
        this.member = member;
        member.setAccessible(true);
    }

    static @Nullable VersionMember of(Class<?> type) {
        return KNOWN.get(type).orElse(null);
    }

    private static Optional<AccessibleObject> find(Class<?> type) {
        return Stream.<Class<?>>iterate(type, declaring -> declaring != null, Class::getSuperclass)
                .flatMap(VersionMember::members)
                .filter(member -> member.isAnnotationPresent(Version.class))
                .findFirst();
    }

    private static Stream<AccessibleObject> members(Class<?> declaring) {
        return Stream.concat(
                Arrays.stream(declaring.getDeclaredFields()), Arrays.stream(declaring.getDeclaredMethods()));
    }

    @Nullable
    Object read(Object instance) {
        return member instanceof Field field
                ? ReflectionUtils.getField(field, instance)
                : ReflectionUtils.invokeMethod((Method) member, instance);
    }
}
