package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spring.web.Books.Rename;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Versions as entity tags, out and in. */
class VersionsOverHttpTest extends WebKit {

    private static Rename to(String title) {
        return new Rename(null, title);
    }

    @Test
    void entitiesAndViewsAreTaggedWithTheirVersion() {
        assertThat(get("/books/1").header("ETag")).isEqualTo("\"1\"");
        assertThat(get("/books/1/view").header("ETag")).isEqualTo("\"1\"");
        assertThat(get("/books/1/untagged").header("ETag")).isNull();
    }

    @Test
    void theTagOfAChangeIsTheVersionThatWasCommittedAndLetsTheClientGoOn() {
        String first = get("/books/1").header("ETag");

        Answer changed = put("/books/1", first, to("second"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"").isEqualTo("\"" + stored(1).version + "\"");
        assertThat(put("/books/1", changed.header("ETag"), to("third")).header("ETag"))
                .isEqualTo("\"3\"");
        assertThat(stored(1).title).isEqualTo("third");
    }

    @Test
    void aTagOfTheApplicationStaysAndAFailureHasNone() {
        assertThat(get("/books/1/own").header("ETag")).isEqualTo("\"own\"");
        assertThat(get("/books/1/failed").header("ETag")).isNull();
    }

    @Test
    void aBodyWithoutVersionCannotBeTagged() {
        assertThat(get("/books/1/title").status()).isEqualTo(500);
    }

    @Test
    void aRequiredVersionThatIsMissingIs428() {
        Answer answer = put("/books/1", null, to("mine")).isProblem(428, "version-required");

        assertThat(answer.body()).containsEntry("retry", "reload");
        assertThat(stored(1).title).isEqualTo("title");
        put("/books/1", "*", to("mine")).isProblem(428, "version-required");
        assertThat(condition("required", null).status()).isEqualTo(428);
    }

    @Test
    void whatIsNoListOfTagsIs400() {
        put("/books/1", "1", to("mine")).isProblem(400, "malformed-version");
        put("/books/1", "\"1", to("mine")).isProblem(400, "malformed-version");
        put("/books/1", "\"1\", \"2\"", to("mine")).isProblem(400, "malformed-version");
        assertThat(stored(1).title).isEqualTo("title");
    }

    @Test
    void whatIsEqualToNoVersionIs412() {
        put("/books/1", "W/\"1\"", to("mine")).isProblem(412, "stale-version");
        put("/books/1", "\"one\"", to("mine")).isProblem(412, "stale-version");
        put("/books/1", "\"01\"", to("mine")).isProblem(412, "stale-version");
        assertThat(stored(1).title).isEqualTo("title");
    }

    @Test
    void aVersionThatIsNotRequiredMayBeMissing() {
        assertThat(condition("optional", null).body()).containsEntry("condition", "null");
        assertThat(condition("optional", "\"7\"").body()).containsEntry("condition", "7");
        assertThat(put("/books/1/once", null, to("mine")).status()).isEqualTo(200);
        assertThat(put("/books/1/once", "*", to("mine")).status()).isEqualTo(200);
    }

    @Test
    void aConditionMayBeAListOrAny() {
        assertThat(condition("required", "\"7\", W/\"8\" ,\"9\"").body()).containsEntry("condition", "\"7\", \"9\"");
        assertThat(condition("required", "*").body()).containsEntry("condition", "*");
    }

    @Test
    void aParameterOfAnotherTypeIsRefused() {
        assertThat(condition("unsuitable", "\"1\"").status()).isEqualTo(500);
    }

    private Answer condition(String path, @Nullable String ifMatch) {
        return answer(http.get().uri("/books/conditions/" + path).headers(headers -> {
            if (ifMatch != null) {
                headers.set("If-Match", ifMatch);
            }
        }));
    }
}
