package dev.locking.retry.weaving;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Sends the code of a method, with its line numbers and variables, to the body; everything that frameworks look for
 * (annotations, parameter names) stays on the original, which gets a call in place of its code.
 */
final class MovedMethod extends MethodVisitor {

    private static final String WOVEN = "Ldev/locking/spi/Woven;";

    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/locking/retry/runtime/WovenCall",
            "link",
            MethodType.methodType(
                            CallSite.class,
                            MethodHandles.Lookup.class,
                            String.class,
                            MethodType.class,
                            MethodHandle.class,
                            String.class,
                            String[].class)
                    .toMethodDescriptorString(),
            false);

    private final WovenMethod woven;
    private final MethodVisitor original;
    private final int argumentSlots;
    private final List<Argument> arguments = new ArrayList<>();

    private int firstLine;

    MovedMethod(WovenMethod woven, MethodVisitor original, MethodVisitor body) {
        super(OpenedClassReader.ASM_API, body);
        this.woven = woven;
        this.original = original;
        this.argumentSlots = woven.method().getStackSize();
    }

    /** A parameter, or {@code this}, as the debug information of the body names it. */
    private record Argument(
            String name, String descriptor, @Nullable String signature, int slot) {}

    @Override
    public void visitParameter(String name, int access) {
        original.visitParameter(name, access);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return original.visitAnnotation(descriptor, visible);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int typeRef, TypePath typePath, String descriptor, boolean visible) {
        return original.visitTypeAnnotation(typeRef, typePath, descriptor, visible);
    }

    @Override
    public void visitAnnotableParameterCount(int parameterCount, boolean visible) {
        original.visitAnnotableParameterCount(parameterCount, visible);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
        return original.visitParameterAnnotation(parameter, descriptor, visible);
    }

    @Override
    public void visitAttribute(Attribute attribute) {
        original.visitAttribute(attribute);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
        if (firstLine == 0) {
            firstLine = line;
        }
        super.visitLineNumber(line, start);
    }

    @Override
    public void visitLocalVariable(
            String name, String descriptor, @Nullable String signature, Label start, Label end, int slot) {
        boolean first = arguments.stream().noneMatch(argument -> argument.slot == slot);
        if (slot < argumentSlots && first) {
            arguments.add(new Argument(name, descriptor, signature, slot));
        }
        super.visitLocalVariable(name, descriptor, signature, start, end, slot);
    }

    @Override
    public void visitEnd() {
        super.visitEnd();
        original.visitAnnotation(WOVEN, true).visitEnd();
        callTheEngine();
        original.visitEnd();
    }

    private void callTheEngine() {
        Label start = new Label();
        Label end = new Label();
        original.visitCode();
        original.visitLabel(start);
        if (firstLine > 0) {
            original.visitLineNumber(firstLine, start);
        }
        Type callSite = callSiteType();
        int slot = 0;
        for (Type argument : callSite.getArgumentTypes()) {
            original.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
            slot += argument.getSize();
        }
        original.visitInvokeDynamicInsn(
                woven.method().getInternalName(), callSite.getDescriptor(), LINK, linkArguments());
        original.visitInsn(callSite.getReturnType().getOpcode(Opcodes.IRETURN));
        original.visitLabel(end);
        arguments.forEach(argument -> original.visitLocalVariable(
                argument.name, argument.descriptor, argument.signature, start, end, argument.slot));
        original.visitMaxs(Math.max(slot, callSite.getReturnType().getSize()), slot);
    }

    /** The method's type with the receiver, if there is one, in front. */
    private Type callSiteType() {
        Type type = Type.getMethodType(woven.method().getDescriptor());
        Stream<Type> receiver = woven.method().isStatic()
                ? Stream.empty()
                : Stream.of(Type.getType(woven.method().getDeclaringType().getDescriptor()));
        return Type.getMethodType(
                type.getReturnType(),
                Stream.concat(receiver, Stream.of(type.getArgumentTypes())).toArray(Type[]::new));
    }

    private Object[] linkArguments() {
        Handle body = new Handle(
                woven.method().isStatic() ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKESPECIAL,
                woven.method().getDeclaringType().getInternalName(),
                woven.bodyName(),
                woven.method().getDescriptor(),
                woven.method().getDeclaringType().isInterface());
        Stream<String> settings = woven.settings().entrySet().stream().map(set -> set.getKey() + "=" + set.getValue());
        return Stream.concat(Stream.of(body, woven.operation()), settings).toArray();
    }
}
