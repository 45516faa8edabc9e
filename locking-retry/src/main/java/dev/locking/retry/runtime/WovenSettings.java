package dev.locking.retry.runtime;

import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of a woven method say, as texts that the weaver has put into the call site: the settings of
 * {@link dev.locking.RetryOnConflict} by their names; {@code retried=false} if it is not there; {@code group} with the
 * group's name, and its settings as {@code group.maxWait} and so on; {@code groupKeys} with the parameters that are keys,
 * each by its index and perhaps a property, as in {@code 0,2.id}; and {@code idempotencyKey} with the index of that one.
 */
final class WovenSettings {

    private static final String OF_GROUP = "group.";

    private final MethodHandles.Lookup caller;
    private final RetryPolicy.Builder policy = RetryPolicy.builder();

    private Operation operation;
    private @Nullable GroupPolicy group;
    private boolean retried = true;
    private int idempotencyKey = -1;
    private String groupKeys = "";

    WovenSettings(MethodHandles.Lookup caller, String name, String... settings) {
        this.caller = caller;
        this.operation = Operation.named(name);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        operation = operation.policy(policy.build());
        if (group != null) {
            operation = operation.group(group);
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "retried" -> retried = Boolean.parseBoolean(value);
            case "group" -> group = GroupPolicy.named(value);
            case "groupKeys" -> groupKeys = value;
            case "idempotencyKey" -> idempotencyKey = Integer.parseInt(value);
            case "unit" -> operation = operation.unit(value);
            case "retryOn" -> policy.retryOn(exceptions(value));
            case "abortOn" -> policy.abortOn(exceptions(value));
            default -> setOfPolicy(name, value);
        }
    }

    /** The group comes before its settings: they are in the order of names. */
    private void setOfPolicy(String name, String value) {
        if (group != null && name.startsWith(OF_GROUP)) {
            group = group.set(name.substring(OF_GROUP.length()), value);
        } else {
            policy.set(name, value);
        }
    }

    Operation operation() {
        return operation;
    }

    /** Null for a method whose arguments the engine need not see. */
    @Nullable
    KeyedOperation keyed(MethodType callSite, boolean isStatic) {
        if (idempotencyKey < 0 && group == null) {
            return null;
        }
        MethodType parameters = isStatic ? callSite : callSite.dropParameterTypes(0, 1);
        List<KeyReader> readers = new ArrayList<>();
        for (String key : groupKeys.split(",", -1)) {
            if (!key.isEmpty()) {
                readers.add(KeyReader.of(key, parameters, caller));
            }
        }
        return new KeyedOperation(operation, retried, idempotencyKey, readers, isStatic, callSite.returnType());
    }

    /** The classes that the annotation means are those that the woven class sees. */
    private List<Class<? extends Exception>> exceptions(String names) {
        List<Class<? extends Exception>> types = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            types.add(exception(name));
        }
        return types;
    }

    private Class<? extends Exception> exception(String name) {
        try {
            return Class.forName(name, false, caller.lookupClass().getClassLoader())
                    .asSubclass(Exception.class);
        } catch (ClassNotFoundException e) {
            throw new TypeNotPresentException(name, e);
        }
    }
}
