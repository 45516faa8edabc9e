package dev.locking.examples.catalog;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Several products in one request: each for itself, or two of them together. */
@RestController
@RequestMapping("/api/products")
class BulkController {

    private static final int MOST_ITEMS = 500;

    private final Catalog catalog;
    private final Changes changes;
    private final Documents documents;
    private final Problems problems;

    BulkController(Catalog catalog, Changes changes, Documents documents, Problems problems) {
        this.catalog = catalog;
        this.changes = changes;
        this.documents = documents;
        this.problems = problems;
    }

    /**
     * What became of one item.
     *
     * @param id the product's code
     * @param code the status that a request for this item alone would have been answered with
     */
    record Result(
            int index,
            @Nullable String id,
            int code,
            String status,
            @Nullable Metadata metadata,
            @Nullable ProblemDetail problem) {}

    /** Each item is a transaction of its own, so that one that fails takes no other with it. */
    @PutMapping("/bulk")
    ResponseEntity<List<Result>> replaceAll(
            @RequestBody List<ProductRequest> items,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor) {
        if (items.size() > MOST_ITEMS) {
            throw Refusal.ofMalformed("At most " + MOST_ITEMS + " products can be sent at once.");
        }
        List<Result> results = new ArrayList<>();
        for (ProductRequest item : items) {
            results.add(result(results.size(), item, editor));
        }
        return ResponseEntity.status(HttpStatus.MULTI_STATUS).body(results);
    }

    private Result result(int index, ProductRequest item, Editor editor) {
        String code = requireNonNullElse(item.code(), "");
        Attempted attempted = new Attempted(code, item.version(), null);
        try {
            SeenVersion seen = changes.seenByPut(null, item.version());
            ProductContent content = documents.valid(item);
            attempted = new Attempted(code, item.version(), content);
            return done(index, changes.replace(code, content, seen, editor), seen);
        } catch (RuntimeException failure) {
            ProblemDetail problem = problems.of(failure, attempted);
            HttpStatus status = HttpStatus.valueOf(problem.getStatus());
            return new Result(index, item.code(), status.value(), status.name(), null, problem);
        }
    }

    private static Result done(int index, ProductView saved, SeenVersion seen) {
        HttpStatus status = !seen.isGiven() && saved.version() == 1 ? HttpStatus.CREATED : HttpStatus.NO_CONTENT;
        return new Result(index, saved.code(), status.value(), status.name(), saved.metadata(), null);
    }

    /** Two products change places in the shop, or none does. */
    @PostMapping("/swap")
    List<ProductView> swap(
            @RequestBody List<Place> places,
            @RequestHeader(name = Editor.HEADER, defaultValue = Editor.UNNAMED) Editor editor) {
        if (places.size() != 2 || places.get(0).code().equals(places.get(1).code())) {
            throw Refusal.ofMalformed("Send two products, each with its code and the version that you have seen.");
        }
        return catalog.swapPlaces(seen(places.get(0)), seen(places.get(1)), editor);
    }

    record Place(String code, @Nullable Long version) {}

    private Catalog.Place seen(Place place) {
        return new Catalog.Place(place.code(), changes.seenByPatch(null, place.version()));
    }
}
