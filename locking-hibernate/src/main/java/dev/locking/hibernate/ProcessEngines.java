package dev.locking.hibernate;

import java.util.Set;

/** Process engines that have an optimistic locking of their own. Known by name, to depend on none of them. */
final class ProcessEngines {

    private static final Set<String> CONFLICTS = Set.of(
            "org.camunda.bpm.engine.OptimisticLockingException",
            "org.operaton.bpm.engine.OptimisticLockingException",
            "org.flowable.common.engine.api.FlowableOptimisticLockingException",
            "org.activiti.engine.ActivitiOptimisticLockingException");

    private ProcessEngines() {}

    static boolean isConflict(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (CONFLICTS.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
