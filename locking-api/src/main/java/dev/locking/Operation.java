package dev.locking;

import static java.util.Objects.requireNonNull;

import dev.locking.spi.DeclaredMethod;
import org.jspecify.annotations.Nullable;

/**
 * What is executed, by name, with the policy that applies to it. What is configured for its name wins over what was said of
 * the policy here, and what is configured for all operations over what was not said. Immutable and thread-safe; create it once
 * and keep it in a constant.
 *
 * @since 0.1
 */
public final class Operation {

    private final String name;
    private final RetryPolicy policy;
    private final String unit;
    private final @Nullable GroupPolicy group;
    private final @Nullable DeclaredMethod method;

    private Operation(
            String name,
            RetryPolicy policy,
            String unit,
            @Nullable GroupPolicy group,
            @Nullable DeclaredMethod method) {
        this.name = name;
        this.policy = policy;
        this.unit = unit;
        this.group = group;
        this.method = method;
    }

    /**
     * An operation with the default policy, on the only persistence unit there is.
     *
     * @param name appears in messages, logs and meters; must not be blank, and must not contain anything that varies from
     *     call to call
     * @return the operation
     * @throws IllegalArgumentException if the name is blank
     */
    public static Operation named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An operation needs a name, such as \"Wallets.deposit\".");
        }
        return new Operation(name, RetryPolicy.defaults(), "", null, null);
    }

    /**
     * The same operation with another policy.
     *
     * @param policy the policy
     * @return a new operation
     */
    public Operation policy(RetryPolicy policy) {
        return new Operation(name, requireNonNull(policy, "policy"), unit, group, method);
    }

    /**
     * The same operation on a named persistence unit.
     *
     * @param unit the name, or empty for the only one there is
     * @return a new operation
     */
    public Operation unit(String unit) {
        return new Operation(name, policy, requireNonNull(unit, "unit"), group, method);
    }

    /**
     * The same operation in an exclusive group: calls with the same key take turns.
     *
     * @param group the group, and how to wait for the turn
     * @return a new operation
     */
    public Operation group(GroupPolicy group) {
        return new Operation(name, policy, unit, requireNonNull(group, "group"), method);
    }

    /**
     * The same operation as a method of a class. For integrations; an application has no use for it.
     *
     * @param method the method
     * @return a new operation
     */
    public Operation declaredBy(DeclaredMethod method) {
        return new Operation(name, policy, unit, group, requireNonNull(method, "method"));
    }

    public String name() {
        return name;
    }

    public RetryPolicy policy() {
        return policy;
    }

    public String unit() {
        return unit;
    }

    /**
     * The exclusive group.
     *
     * @return null for an operation that is in none
     */
    public @Nullable GroupPolicy group() {
        return group;
    }

    /**
     * The method that was annotated.
     *
     * @return null for an operation that was made by its name alone
     */
    public @Nullable DeclaredMethod method() {
        return method;
    }

    @Override
    public String toString() {
        return name;
    }
}
