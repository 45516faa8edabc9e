package dev.locking.hibernate;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import java.util.List;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.Status;
import org.hibernate.event.spi.FlushEntityEvent;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Finds versions that an attempt has written into managed entities. Hibernate ignores them without a word: rows are checked
 * against the version with which they were read. Asked before Hibernate's own listener, which puts the next version there.
 */
final class WrittenVersions implements FlushEntityEventListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void onFlushEntity(FlushEntityEvent event) {
        EntityEntry entry = event.getEntityEntry();
        EntityPersister persister = entry.getPersister();
        if (AttemptRecord.of(event.getSession()) == null
                || entry.getStatus() != Status.MANAGED
                || !entry.isExistsInDatabase()
                || entry.getVersion() == null) {
            return;
        }
        Object written = persister.getVersion(event.getEntity());
        if (written != null && !RequiredVersion.isEqual(persister, written, entry.getVersion())) {
            throw detected(persister.getImportedName(), entry, written);
        }
    }

    private static DetectedConflictException detected(String entity, EntityEntry entry, Object written) {
        return new DetectedConflictException(
                "The version " + written + " was written into the managed " + entity + " " + entry.getId()
                        + ", which has version " + entry.getVersion()
                        + "; Hibernate would ignore it. If a caller expects it, say Versions.require(entity, "
                        + written + "); if nobody does, leave the version alone",
                List.of(new Conflict(ConflictKind.STALE_VERSION, entity, entry.getId(), written, entry.getVersion())));
    }
}
