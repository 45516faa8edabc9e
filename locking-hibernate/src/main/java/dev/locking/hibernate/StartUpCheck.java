package dev.locking.hibernate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.Version;
import org.hibernate.boot.Metadata;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.VersionValue;
import org.hibernate.generator.Assigned;
import org.hibernate.metamodel.mapping.EntityVersionMapping;
import org.hibernate.persister.entity.EntityPersister;
import org.jboss.logging.Logger;

/**
 * Looks, when a {@code SessionFactory} is built, for mappings and settings under which concurrent changes get lost without a
 * conflict, and tells about each kind in one line that names the entities and the remedy. {@link CheckMode} says how.
 *
 * <p>Mappings are read while the factory is being built, when they are still known as such; a connection can be looked at
 * only when it is ready. All that was found is told then, together. What cannot be looked at is passed over: this check makes
 * no start fail but in strict mode, by what it found.
 *
 * <p>What is found elsewhere, or not at all, and why, is in {@code docs/start-up-check.md}.
 */
final class StartUpCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(StartUpCheck.class);

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\b");

    private final CheckMode mode;
    private final transient Findings findings = new Findings();

    private StartUpCheck(CheckMode mode) {
        this.mode = mode;
    }

    /** @throws IllegalStateException if {@link CheckMode#SETTING} has a value that does not exist */
    static void begin(Metadata metadata, SessionFactoryImplementor factory) {
        CheckMode mode = CheckMode.of(factory.getProperties());
        if (mode != CheckMode.OFF) {
            StartUpCheck check = new StartUpCheck(mode);
            check.inspect(metadata);
            factory.addObserver(check);
        }
    }

    private void inspect(Metadata metadata) {
        passOverFailures(() -> MappingInspection.inspect(metadata, findings));
    }

    private static void passOverFailures(Runnable inspection) {
        try {
            inspection.run();
        } catch (RuntimeException e) {
            LOG.debug("Something could not be looked at", e);
        }
    }

    /**
     * An exception thrown here lets Hibernate take back what it has built, close the factory and rethrow it.
     *
     * @throws IllegalStateException in strict mode, if there is anything to be told at WARN
     */
    @Override
    public void sessionFactoryCreated(SessionFactory created) {
        SessionFactoryImplementor factory = created.unwrap(SessionFactoryImplementor.class);
        String subject = factory.getName() == null ? "SessionFactory" : "SessionFactory " + factory.getName();
        passOverFailures(() -> inspectWhatNeedsNoAction(factory, subject));
        if (isOld(Version.getVersionString())) {
            findings.add(Finding.OLD_HIBERNATE, "Hibernate " + Version.getVersionString());
        }
        ConnectionInspection.inspect(factory, subject, findings);
        if (mode == CheckMode.STRICT && findings.any(Finding::isError)) {
            throw new IllegalStateException(refusal(subject));
        }
        findings.all().forEach(finding -> LOG.log(finding.level(), findings.message(finding)));
    }

    /** Where a version does not read as one, nobody is warned. */
    static boolean isOld(String hibernate) {
        Matcher numbers = NUMBERS.matcher(hibernate);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < 7 || (major == 7 && Integer.parseInt(numbers.group(2)) < 4);
    }

    private String refusal(String subject) {
        return findings.all()
                .filter(Finding::isError)
                .map(findings::message)
                .collect(Collectors.joining(
                        "\n- ", subject + " is not built, because " + CheckMode.SETTING + " = strict:\n- ", ""));
    }

    /**
     * Notes that are true for many a sound application, for whoever looks for the reason of something. JPA's rules for
     * transactions are off by Hibernate's default, and what that hides is found inside an attempt nevertheless (see
     * {@link SessionAttempt}); an assigned id with a primitive version is harmless until a detached instance is merged.
     */
    private void inspectWhatNeedsNoAction(SessionFactoryImplementor factory, String subject) {
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> {
            if (insertsDeletedRowsAgain(entity)) {
                findings.add(Finding.INSERTED_AGAIN, entity.getImportedName());
            }
        });
        if (!factory.getSessionFactoryOptions().getJpaCompliance().isJpaTransactionComplianceEnabled()) {
            findings.add(Finding.SILENT_ROLLBACK, subject);
        }
    }

    private static boolean insertsDeletedRowsAgain(EntityPersister entity) {
        EntityVersionMapping version = entity.getVersionMapping();
        return version != null
                && version.getUnsavedStrategy() == VersionValue.UNDEFINED
                && entity.getGenerator() instanceof Assigned;
    }
}
