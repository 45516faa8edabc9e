package dev.locking.hibernate;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;

/** Loads {@link LazyDocument} as Hibernate's build plugins would have enhanced it. */
final class EnhancedEntities extends ClassLoader {

    EnhancedEntities() {
        super(EnhancedEntities.class.getClassLoader());
    }

    Class<? extends Document> document() {
        try {
            return loadClass(LazyDocument.class.getName()).asSubclass(Document.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.equals(LazyDocument.class.getName())) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? enhanced(name) : loaded;
    }

    private Class<?> enhanced(String name) {
        try (InputStream file = requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
            byte[] bytes = requireNonNull(requireNonNull(BytecodeProviderInitiator.buildDefaultBytecodeProvider())
                            .getEnhancer(new DefaultEnhancementContext()))
                    .enhance(name, file.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
