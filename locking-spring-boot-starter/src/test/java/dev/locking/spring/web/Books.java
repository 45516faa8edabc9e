package dev.locking.spring.web;

import jakarta.persistence.Version;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Books over HTTP. */
@RestController
@RequestMapping("/books")
class Books {

    private final Library library;

    Books(Library library) {
        this.library = library;
    }

    record BookView(
            long id, @Version long version, @Nullable String title) {

        static BookView of(Book book) {
            return new BookView(book.id, book.version, book.title);
        }
    }

    record Rename(@Nullable Long version, String title) {}

    @VersionETag
    @GetMapping("/{id}")
    Book entity(@PathVariable long id) {
        return found(id);
    }

    @VersionETag
    @GetMapping("/{id}/view")
    BookView view(@PathVariable long id) {
        return BookView.of(found(id));
    }

    @GetMapping("/{id}/untagged")
    BookView untagged(@PathVariable long id) {
        return BookView.of(found(id));
    }

    @VersionETag
    @GetMapping("/{id}/own")
    ResponseEntity<BookView> ownTag(@PathVariable long id) {
        return ResponseEntity.ok().eTag("own").body(BookView.of(found(id)));
    }

    @VersionETag
    @GetMapping("/{id}/failed")
    ResponseEntity<BookView> failed(@PathVariable long id) {
        return ResponseEntity.badRequest().body(BookView.of(found(id)));
    }

    @VersionETag
    @GetMapping("/{id}/title")
    Rename title(@PathVariable long id) {
        return new Rename(null, String.valueOf(found(id).title));
    }

    @VersionETag
    @PutMapping("/{id}")
    Book rename(@PathVariable long id, @IfMatch long version, @RequestBody Rename rename) {
        return library.rename(id, version, rename.title);
    }

    @VersionETag
    @PutMapping("/{id}/body")
    Book renameByBody(@PathVariable long id, @RequestBody Rename rename) {
        return library.rename(id, rename.version == null ? 0 : rename.version, rename.title);
    }

    @VersionETag
    @PutMapping("/{id}/once")
    Book renameOnce(@PathVariable long id, @IfMatch Optional<Long> version, @RequestBody Rename rename) {
        return library.renameOnce(id, rename.title);
    }

    @PutMapping("/{id}/counted")
    Book renameCounted(@PathVariable long id, @IfMatch Optional<Long> version, @RequestBody Rename rename) {
        return library.renameCounted(id, rename.title);
    }

    @PutMapping("/all")
    void renameAll(@RequestBody Rename rename) {
        library.renameAll(rename.title);
    }

    @PostMapping("/{id}/{code}")
    void add(@PathVariable long id, @PathVariable String code) {
        library.add(id, code);
    }

    @PostMapping("/{id}/turn")
    void inTurn(@PathVariable long id) {
        library.inTurn(id);
    }

    @PostMapping("/{id}/key")
    void once(@PathVariable long id, @RequestHeader("Idempotency-Key") String key) {
        library.once(key, id);
    }

    @GetMapping("/conditions/required")
    Map<String, String> required(@IfMatch VersionCondition condition) {
        return Map.of("condition", condition.toString());
    }

    @GetMapping("/conditions/optional")
    Map<String, String> optional(@IfMatch(required = false) @Nullable Long version) {
        return Map.of("condition", String.valueOf(version));
    }

    @GetMapping("/conditions/unsuitable")
    Map<String, String> unsuitable(@IfMatch Rename version) {
        return Map.of("condition", version.title);
    }

    private Book found(long id) {
        Book book = library.find(id);
        if (book == null) {
            throw new IllegalArgumentException("no book " + id);
        }
        return book;
    }
}
