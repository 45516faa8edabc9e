package org.activiti.engine;

/** Named as the process engine's own, which is not a dependency. */
public class ActivitiOptimisticLockingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ActivitiOptimisticLockingException(String message, Throwable cause) {
        super(message, cause);
    }
}
