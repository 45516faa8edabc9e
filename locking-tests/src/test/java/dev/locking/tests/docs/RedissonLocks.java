package dev.locking.tests.docs;

import dev.locking.retry.ExclusiveGroups;
import org.redisson.api.RedissonClient;

/** How an application supplies the locks that hold across JVMs; tried with its engine in {@code dev.locking.tests.cluster}. */
class RedissonLocks {

    private RedissonLocks() {}

    static void supply(RedissonClient redisson) {
        // snippet: cluster-locks
        ExclusiveGroups.clusterLocks(name -> redisson.getFairLock("locking/" + name)); // once, in every JVM
        // end
    }
}
