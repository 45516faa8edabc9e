package dev.locking.retry;

import dev.locking.GroupPolicy;
import dev.locking.Operation;
import dev.locking.RetryPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the texts of {@link AnnotatedOperation#of}. */
final class AnnotationSettings {

    private static final String OF_GROUP = "group.";

    private final MethodHandles.Lookup caller;
    private final RetryPolicy.Builder policy = RetryPolicy.builder();

    private @Nullable GroupPolicy group;
    private String unit = "";
    private boolean retried = true;
    private int idempotencyKey = -1;
    private String groupKeys = "";
    private String expectedVersions = "";

    AnnotationSettings(MethodHandles.Lookup caller, String... settings) {
        this.caller = caller;
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            set(setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "retried" -> retried = Boolean.parseBoolean(value);
            case "group" -> group = GroupPolicy.named(value);
            case "groupKeys" -> groupKeys = value;
            case "idempotencyKey" -> idempotencyKey = Integer.parseInt(value);
            case "expectedVersions" -> expectedVersions = value;
            case "unit" -> unit = value;
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

    Operation operation(String name) {
        Operation operation = Operation.named(name).policy(policy.build()).unit(unit);
        return group == null ? operation : operation.group(group);
    }

    boolean isRetried() {
        return retried;
    }

    /** The index of the parameter, or -1. */
    int idempotencyKey() {
        return idempotencyKey;
    }

    List<KeyReader> groupKeys(MethodType parameters) {
        List<KeyReader> readers = new ArrayList<>();
        for (String key : groupKeys.split(",", -1)) {
            if (!key.isEmpty()) {
                readers.add(KeyReader.of(key, parameters, caller));
            }
        }
        return List.copyOf(readers);
    }

    List<VersionReader> expectedVersions(String operation) {
        return VersionReader.allOf(operation, expectedVersions, this::type);
    }

    /** The classes that the annotation means are those that the annotated class sees. */
    private List<Class<? extends Exception>> exceptions(String names) {
        List<Class<? extends Exception>> types = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            types.add(exception(name));
        }
        return types;
    }

    private Class<? extends Exception> exception(String name) {
        return type(name).asSubclass(Exception.class);
    }

    private Class<?> type(String name) {
        try {
            return Class.forName(name, false, caller.lookupClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new TypeNotPresentException(name, e);
        }
    }
}
