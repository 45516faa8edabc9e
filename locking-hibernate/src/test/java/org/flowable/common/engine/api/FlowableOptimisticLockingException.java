package org.flowable.common.engine.api;

/** Named as the process engine's own, which is not a dependency. */
public class FlowableOptimisticLockingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FlowableOptimisticLockingException(String message, Throwable cause) {
        super(message, cause);
    }
}
