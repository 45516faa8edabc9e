package dev.locking;

import static java.util.Objects.requireNonNull;

/**
 * What is executed, by name, with the policy that applies to it. Immutable and thread-safe; create it once and keep it
 * in a constant.
 *
 * @since 0.1
 */
public final class Operation {

    private final String name;
    private final RetryPolicy policy;
    private final String unit;

    private Operation(String name, RetryPolicy policy, String unit) {
        this.name = name;
        this.policy = policy;
        this.unit = unit;
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
        return new Operation(name, RetryPolicy.defaults(), "");
    }

    /**
     * The same operation with another policy.
     *
     * @param policy the policy
     * @return a new operation
     */
    public Operation policy(RetryPolicy policy) {
        return new Operation(name, requireNonNull(policy, "policy"), unit);
    }

    /**
     * The same operation on a named persistence unit.
     *
     * @param unit the name, or empty for the only one there is
     * @return a new operation
     */
    public Operation unit(String unit) {
        return new Operation(name, policy, requireNonNull(unit, "unit"));
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

    @Override
    public String toString() {
        return name;
    }
}
