package dev.locking.retry.metrics;

/**
 * The meters of this library. Names and tags are API.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>type</th><th>tags</th><th>moves</th></tr>
 * <tr><td>{@code locking.executions}</td><td>timer</td><td>{@code operation}, {@code outcome}</td>
 *     <td>once per execution; all attempts and waits together</td></tr>
 * <tr><td>{@code locking.attempts}</td><td>distribution summary</td><td>{@code operation}</td>
 *     <td>once per execution that owned its transaction; its attempts</td></tr>
 * <tr><td>{@code locking.conflicts}</td><td>counter</td><td>{@code operation}, {@code entity}, {@code kind}</td>
 *     <td>once per conflict of a lost attempt; the last one of an execution too</td></tr>
 * <tr><td>{@code locking.conflicts.false}</td><td>counter</td><td>{@code operation}, {@code entity}</td>
 *     <td>once per conflict of a lost attempt in which both sides changed attributes of the row, but not the same ones</td></tr>
 * <tr><td>{@code locking.wasted}</td><td>timer</td><td>{@code operation}</td>
 *     <td>once per attempt that was lost, or given up before it lost; from its beginning until that was known</td></tr>
 * <tr><td>{@code locking.delay}</td><td>timer</td><td>{@code operation}</td>
 *     <td>once per attempt after such a one; the time between them, by backoff and for the turn on the rows</td></tr>
 * <tr><td>{@code locking.group.wait}</td><td>timer</td><td>{@code operation}, {@code group}</td>
 *     <td>once per call in an exclusive group; the wait for its turn, also if that did not come</td></tr>
 * <tr><td>{@code locking.group.active}</td><td>gauge</td><td>{@code group}</td>
 *     <td>keys of the group that somebody has now, in this JVM; there from the end of its first call on</td></tr>
 * <tr><td>{@code locking.group.queued}</td><td>gauge</td><td>{@code group}</td>
 *     <td>calls that wait for their turn now, in this JVM</td></tr>
 * <tr><td>{@code locking.combined}</td><td>distribution summary</td><td>{@code group}</td>
 *     <td>once per transaction that calls of an exclusive group have shared; how many they were</td></tr>
 * <tr><td>{@code locking.budget.available}</td><td>gauge</td><td></td>
 *     <td>retries without a turn that could be made now, of the persistence unit that has the fewest left</td></tr>
 * <tr><td>{@code locking.hot}</td><td>gauge</td><td>{@code kind}</td>
 *     <td>{@code row}s and keys of {@code group}s on which calls got in each other's way again and again in about the last
 *     second; which ones they are, {@link dev.locking.retry.Locking#hotspots()} tells</td></tr>
 * </table>
 *
 * <p>Tags come from closed sets: operations, entities and groups by name, {@link dev.locking.spi.Outcome},
 * {@link dev.locking.ConflictKind} and {@link dev.locking.Hotspot.Kind} in lower case with hyphens. An entity that the failure
 * does not name is {@code unknown}.
 */
public final class MeterNames {

    public static final String EXECUTIONS = "locking.executions";
    public static final String ATTEMPTS = "locking.attempts";
    public static final String CONFLICTS = "locking.conflicts";
    public static final String FALSE_CONFLICTS = "locking.conflicts.false";

    public static final String WASTED = "locking.wasted";
    public static final String DELAY = "locking.delay";

    public static final String GROUP_WAIT = "locking.group.wait";
    public static final String GROUP_ACTIVE = "locking.group.active";
    public static final String GROUP_QUEUED = "locking.group.queued";

    public static final String COMBINED = "locking.combined";

    public static final String BUDGET_AVAILABLE = "locking.budget.available";
    public static final String HOT = "locking.hot";

    public static final String OPERATION = "operation";
    public static final String OUTCOME = "outcome";
    public static final String ENTITY = "entity";
    public static final String KIND = "kind";
    public static final String GROUP = "group";

    private MeterNames() {}
}
