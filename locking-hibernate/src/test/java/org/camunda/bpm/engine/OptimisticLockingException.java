package org.camunda.bpm.engine;

/** Named as the process engine's own, which is not a dependency. */
public class OptimisticLockingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OptimisticLockingException(String message, Throwable cause) {
        super(message, cause);
    }
}
