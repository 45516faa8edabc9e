package dev.locking.hibernate;

import dev.locking.Operation;
import dev.locking.spi.BoundaryProvider;
import dev.locking.spi.ClusterLocks;
import dev.locking.spi.TransactionBoundary;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * The open session factories of the process, each with its boundary. They are static because Hibernate and the engine
 * each make their own instances of what {@link java.util.ServiceLoader} finds.
 */
public final class SessionFactories implements BoundaryProvider {

    private static volatile List<SessionBoundary> open = List.of();

    static synchronized void opened(SessionFactoryImplementor factory) {
        List<SessionBoundary> more = new ArrayList<>(open);
        more.add(new SessionBoundary(factory));
        open = List.copyOf(more);
    }

    /** @throws java.util.NoSuchElementException if the factory was not {@linkplain #opened opened} */
    static SessionBoundary of(SessionFactoryImplementor factory) {
        return open.stream()
                .filter(boundary -> boundary.isOf(factory))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The one whose entity the class is; the first of several, which map it alike or cannot tell whose an instance is.
     *
     * @throws IllegalArgumentException if there is none
     */
    static SessionFactoryImplementor knowing(Class<?> entity) {
        return open.stream()
                .map(SessionBoundary::factory)
                .filter(factory -> factory.getMappingMetamodel().findEntityDescriptor(entity) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        entity.getName() + " is no entity of a SessionFactory that is open"));
    }

    static synchronized void closed(SessionFactoryImplementor factory) {
        open = open.stream().filter(boundary -> !boundary.isOf(factory)).toList();
    }

    /**
     * The boundary of the only unit that the operation may be meant for. Where it may be meant for several whose transactions
     * others begin, the one whose transaction is active on the calling thread is meant.
     */
    @Override
    public TransactionBoundary boundary(Operation operation) {
        List<TransactionBoundary> meant = new ArrayList<>(1);
        for (SessionBoundary candidate : named(operation.unit())) {
            TransactionBoundary boundary = candidate.of(operation);
            if (boundary != null) {
                meant.add(boundary);
            }
        }
        return meant.size() == 1 ? meant.get(0) : active(meant, operation.unit());
    }

    private static TransactionBoundary active(List<TransactionBoundary> meant, String unit) {
        List<TransactionBoundary> active = meant.stream()
                .filter(boundary -> !(boundary instanceof SessionBoundary) && boundary.isActive())
                .toList();
        if (active.size() != 1) {
            throw notExactlyOne(unit, meant.size());
        }
        return active.get(0);
    }

    private static List<SessionBoundary> named(String unit) {
        return unit.isEmpty()
                ? open
                : open.stream().filter(boundary -> unit.equals(boundary.unit())).toList();
    }

    @Override
    public TransactionBoundary boundary(String unit) {
        return only(unit).usable();
    }

    @Override
    public ClusterLocks clusterLocks(String unit) {
        return only(unit).attempts().clusterLocks();
    }

    /** A call that only takes turns needs no boundary, so that is asked where the unit does not decide. */
    @Override
    public ClusterLocks clusterLocks(Operation operation) {
        return named(operation.unit()).size() == 1
                ? clusterLocks(operation.unit())
                : ((HibernateBoundary) boundary(operation)).attempts().clusterLocks();
    }

    private static SessionBoundary only(String unit) {
        List<SessionBoundary> candidates = named(unit);
        if (candidates.size() != 1) {
            throw notExactlyOne(unit, candidates.size());
        }
        return candidates.get(0);
    }

    private static IllegalStateException notExactlyOne(String unit, int found) {
        List<String> names = open.stream().map(SessionBoundary::unit).toList();
        if (found == 0) {
            return new IllegalStateException(
                    open.isEmpty()
                            ? "No SessionFactory is open. Build it before the first call."
                            : "No open SessionFactory has the name \"" + unit + "\". Open are: " + names);
        }
        return new IllegalStateException(found + " SessionFactories are open: " + names
                + ". Name the one that is meant, as in @RetryOnConflict(unit = \"orders\"); names must be unique (persistence"
                + " unit name, or hibernate.session_factory_name).");
    }
}
