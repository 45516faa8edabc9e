package dev.locking.retry.weaving;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method of a loaded class whose calls go through a proxy: reads its annotations as the weaver does, and refuses
 * what the weaver refuses, as far as it does not come from moving code.
 */
public final class ProxiedMethod {

    private final WovenMethod method;

    /**
     * Looks at a method.
     *
     * @param method the method whose parameters may be keys; may be abstract
     * @param retry {@code @RetryOnConflict}, wherever it was found, or null
     * @param group {@code @ExclusiveGroup}, wherever it was found, or null if the other is not
     * @throws IllegalStateException if what the annotations ask for cannot be done; the message names the member and the
     *     reason
     */
    public ProxiedMethod(Method method, @Nullable Annotation retry, @Nullable Annotation group) {
        this.method =
                new WovenMethod(new MethodDescription.ForLoadedMethod(method), described(retry), described(group));
        Refusals.refuseUnusable(this.method);
    }

    private static @Nullable AnnotationDescription described(@Nullable Annotation annotation) {
        return annotation == null ? null : AnnotationDescription.ForLoadedAnnotation.of(annotation);
    }

    /**
     * The name of the operation.
     *
     * @return the same as that of the woven method
     */
    public String operation() {
        return method.operation();
    }

    /**
     * What the annotations say.
     *
     * @return texts as {@code AnnotatedOperation.of} reads them
     */
    public String[] settings() {
        return method.settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }
}
