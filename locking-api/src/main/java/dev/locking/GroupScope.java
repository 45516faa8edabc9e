package dev.locking;

/**
 * Among whom the calls of an {@link ExclusiveGroup} take turns.
 *
 * @since 0.1
 */
public enum GroupScope {

    /** The calls of this JVM. */
    JVM,

    /**
     * The calls of all JVMs that work on the same database, or that share the locks which the application supplied
     * ({@code ExclusiveGroups.clusterLocks}). A lock that is lost, because a connection broke or a JVM stalled for too long,
     * lets others in too early; the version check decides then, as ever.
     */
    CLUSTER
}
