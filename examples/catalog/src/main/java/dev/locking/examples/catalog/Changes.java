package dev.locking.examples.catalog;

import dev.locking.examples.catalog.CatalogSettings.PatchMode;
import dev.locking.examples.catalog.CatalogSettings.PutMode;
import dev.locking.spring.web.VersionCondition;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What requests ask for, done as the settings say. */
@Component
class Changes {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final String BULK = "bulk";

    private final Catalog catalog;
    private final Documents documents;
    private final CatalogSettings settings;
    private final SkippedChecks skipped;

    Changes(Catalog catalog, Documents documents, CatalogSettings settings, SkippedChecks skipped) {
        this.catalog = catalog;
        this.documents = documents;
        this.settings = settings;
        this.skipped = skipped;
    }

    SeenVersion seenByPut(@Nullable VersionCondition header, @Nullable Long body) {
        return new SeenVersion(header, body, settings.put() == PutMode.REQUIRED);
    }

    SeenVersion seenByPatch(@Nullable VersionCondition header, @Nullable Long body) {
        return new SeenVersion(header, body, settings.patch() == PatchMode.REQUIRED);
    }

    ProductView create(ProductRequest request, Editor editor) {
        return catalog.create(newCode(request.code()), documents.valid(request), editor);
    }

    private static String newCode(@Nullable String code) {
        if (code == null || !CODE.matcher(code).matches() || code.equals(BULK)) {
            throw Refusal.ofInvalidCode();
        }
        return code;
    }

    ProductView replace(String code, ProductContent content, SeenVersion seen, Editor editor) {
        ProductView saved = settings.put() == PutMode.UPSERT && !seen.isGiven()
                ? catalog.put(newCode(code), content, editor)
                : catalog.replace(code, content, seen, editor);
        skipped.count("put", seen);
        return saved;
    }

    ProductView patch(String code, Patch patch, SeenVersion seen, Editor editor) {
        ProductView saved = catalog.patch(code, patch, seen, editor);
        skipped.count("patch", seen);
        return saved;
    }

    void delete(String code, SeenVersion seen, Editor editor) {
        catalog.delete(code, seen, editor);
        skipped.count("delete", seen);
    }
}
