package dev.locking.examples.catalog;

import dev.locking.spring.web.IfMatch;
import dev.locking.spring.web.VersionCondition;
import dev.locking.spring.web.VersionETag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Products, one at a time. */
@RestController
@RequestMapping("/api/products")
class ProductController {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final int LARGEST_PAGE = 500;

    private final Catalog catalog;
    private final Changes changes;
    private final History history;
    private final Documents documents;

    ProductController(Catalog catalog, Changes changes, History history, Documents documents) {
        this.catalog = catalog;
        this.changes = changes;
        this.history = history;
        this.documents = documents;
    }

    @GetMapping
    ResponseEntity<List<ProductView>> list(
            @RequestParam(name = "q", defaultValue = "") String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        if (page < 0 || size < 1 || size > LARGEST_PAGE) {
            throw Refusal.ofMalformed("page must be 0 or more, and size from 1 to " + LARGEST_PAGE + ".");
        }
        Page<ProductView> found = catalog.find(text, page, size);
        return ResponseEntity.ok()
                .header("X-Total-Count", String.valueOf(found.getTotalElements()))
                .body(found.getContent());
    }

    /** Tagged here, so that Spring answers whoever has that version already with 304. */
    @GetMapping("/{code}")
    ResponseEntity<ProductView> get(@PathVariable String code) {
        ProductView product = catalog.get(code);
        return ResponseEntity.ok().eTag(product.tag()).body(product);
    }

    @GetMapping("/{code}/changes")
    List<History.Change> changes(@PathVariable String code) {
        return history.since(code, 0, null).map(History.Since::changes).orElseThrow(() -> Refusal.ofMissing(code));
    }

    @VersionETag
    @PostMapping
    ResponseEntity<ProductView> create(
            @RequestBody ProductRequest request,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor) {
        return created(changes.create(request, editor));
    }

    @VersionETag
    @PutMapping("/{code}")
    ResponseEntity<ProductView> replace(
            @PathVariable String code,
            @RequestBody ProductRequest request,
            @IfMatch(required = false) @Nullable VersionCondition ifMatch,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor,
            HttpServletRequest http) {
        SeenVersion seen = changes.seenByPut(ifMatch, request.version());
        ProductContent content = documents.valid(request);
        new Attempted(code, seen.number(), content).rememberIn(http);
        ProductView saved = changes.replace(code, content, seen, editor);
        return !seen.isGiven() && saved.version() == 1
                ? created(saved)
                : ResponseEntity.noContent().eTag(saved.tag()).build();
    }

    @VersionETag
    @PatchMapping(
            path = "/{code}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    ProductView merge(
            @PathVariable String code,
            @RequestBody String body,
            @IfMatch(required = false) @Nullable VersionCondition ifMatch,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor,
            HttpServletRequest http) {
        return patch(code, documents.merge(body), ifMatch, editor, http);
    }

    @VersionETag
    @PatchMapping(path = "/{code}", consumes = JSON_PATCH)
    ProductView patch(
            @PathVariable String code,
            @RequestBody String body,
            @IfMatch(required = false) @Nullable VersionCondition ifMatch,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor,
            HttpServletRequest http) {
        return patch(code, documents.operations(body), ifMatch, editor, http);
    }

    private ProductView patch(
            String code, Patch patch, @Nullable VersionCondition ifMatch, Editor editor, HttpServletRequest http) {
        SeenVersion seen = changes.seenByPatch(ifMatch, patch.seenVersion());
        new Attempted(code, seen.number(), null).rememberIn(http);
        return changes.patch(code, patch, seen, editor);
    }

    @DeleteMapping("/{code}")
    ResponseEntity<Void> delete(
            @PathVariable String code,
            @IfMatch(required = false) @Nullable VersionCondition ifMatch,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor,
            HttpServletRequest http) {
        SeenVersion seen = changes.seenByPatch(ifMatch, null);
        new Attempted(code, seen.number(), null).rememberIn(http);
        changes.delete(code, seen, editor);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<ProductView> created(ProductView product) {
        return ResponseEntity.created(URI.create("/api/products/" + product.code()))
                .body(product);
    }
}
