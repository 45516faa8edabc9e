package dev.locking.retry.weaving;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Moves the code of each woven method to a private method beside it, and leaves one call behind. */
final class BodyMover extends AsmVisitorWrapper.AbstractBase {

    private static final int KEPT_BY_THE_BODY = Opcodes.ACC_STATIC | Opcodes.ACC_STRICT;

    private final Map<String, WovenMethod> methods;

    BodyMover(List<WovenMethod> methods) {
        this.methods = methods.stream()
                .collect(Collectors.toMap(
                        woven -> key(
                                woven.method().getInternalName(), woven.method().getDescriptor()),
                        Function.identity()));
    }

    private static String key(String name, String descriptor) {
        return name + descriptor;
    }

    @Override
    public ClassVisitor wrap(
            TypeDescription type,
            ClassVisitor classVisitor,
            Implementation.Context context,
            TypePool typePool,
            FieldList<FieldDescription.InDefinedShape> fields,
            MethodList<?> allMethods,
            int writerFlags,
            int readerFlags) {
        return new ClassVisitor(OpenedClassReader.ASM_API, classVisitor) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                MethodVisitor original = super.visitMethod(access, name, descriptor, signature, exceptions);
                WovenMethod woven = methods.get(key(name, descriptor));
                if (woven == null || original == null) {
                    return original;
                }
                MethodVisitor body = super.visitMethod(
                        Opcodes.ACC_PRIVATE | (access & KEPT_BY_THE_BODY),
                        woven.bodyName(),
                        descriptor,
                        signature,
                        exceptions);
                return new MovedMethod(woven, original, body);
            }
        };
    }
}
