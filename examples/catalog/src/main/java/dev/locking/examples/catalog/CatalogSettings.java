package dev.locking.examples.catalog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the API treats versions.
 *
 * @param put whether a PUT must name the version that the client has seen
 * @param patch whether a PATCH, a swap or a DELETE must
 * @param missingVersionStatus what a request without a version that must be there is answered with
 * @param replaySucceeds whether a PUT of what is there already succeeds, although its version is no longer the current one
 * @param demo whether an empty catalog is filled with a few products
 */
@ConfigurationProperties("catalog")
record CatalogSettings(
        @DefaultValue("REQUIRED") PutMode put,
        @DefaultValue("OPTIONAL") PatchMode patch,
        @DefaultValue("428") int missingVersionStatus,
        @DefaultValue("false") boolean replaySucceeds,
        @DefaultValue("true") boolean demo) {

    enum PutMode {
        REQUIRED,
        /** Without a version the last writer wins, and a product that is not there is created. */
        UPSERT
    }

    enum PatchMode {
        REQUIRED,
        OPTIONAL
    }

    CatalogSettings {
        if (missingVersionStatus != 428 && missingVersionStatus != 400) {
            throw new IllegalArgumentException("catalog.missing-version-status = " + missingVersionStatus
                    + " makes no sense. Set 428, or 400 for clients that do not know 428.");
        }
    }
}
