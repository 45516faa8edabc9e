package dev.locking.examples.catalog;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonMergePatch;
import jakarta.json.JsonObject;
import jakarta.json.JsonPatch;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What is to become of a document. Applied anew to each version of it. */
interface Patch {

    /**
     * What becomes of a document.
     *
     * @throws Refusal if it does not fit
     */
    JsonValue applyTo(JsonObject document);

    /** The version of the document that the client has seen, as far as the patch itself says so. */
    @Nullable
    Long seenVersion();

    /** RFC 7396. A version in the metadata is a condition, and no change. */
    record Merge(JsonObject patch) implements Patch {

        @Override
        public JsonValue applyTo(JsonObject document) {
            JsonMergePatch merge = Json.createMergePatch(patch);
            return merge.apply(document);
        }

        @Override
        public @Nullable Long seenVersion() {
            JsonValue metadata = patch.get("metadata");
            JsonValue version = metadata instanceof JsonObject object ? object.get("version") : null;
            if (version == null || version == JsonValue.NULL) {
                return null;
            }
            try {
                return Long.valueOf(version.toString());
            } catch (NumberFormatException e) {
                throw Refusal.ofMalformed("metadata.version must be a whole number, and is " + version + ".");
            }
        }
    }

    /** RFC 6902, one operation after the other, so that a client is told which one failed. */
    record Operations(JsonArray operations) implements Patch {

        public Operations {
            for (int i = 0; i < operations.size(); i++) {
                requireOperation(operations, i);
            }
        }

        private static void requireOperation(JsonArray operations, int index) {
            if (!(operations.get(index) instanceof JsonObject operation) || !isOperation(operation)) {
                throw Refusal.ofMalformed(
                        "Operation " + index + " of the patch is none. It needs an op, a path that is a"
                                + " JSON pointer, and a value or a from.");
            }
        }

        private static boolean isOperation(JsonObject operation) {
            return isPointer(operation.get("path"))
                    && switch (text(operation.get("op"))) {
                        case "add", "replace", "test" -> operation.containsKey("value");
                        case "move", "copy" -> isPointer(operation.get("from"));
                        case "remove" -> true;
                        default -> false;
                    };
        }

        private static boolean isPointer(@Nullable JsonValue value) {
            String text = text(value);
            return value instanceof JsonString && (text.isEmpty() || text.startsWith("/"));
        }

        private static String text(@Nullable JsonValue value) {
            return value instanceof JsonString string ? string.getString() : "";
        }

        @Override
        public JsonValue applyTo(JsonObject document) {
            JsonObject patched = document;
            for (int i = 0; i < operations.size(); i++) {
                patched = apply(i, patched);
            }
            return patched;
        }

        private JsonObject apply(int index, JsonObject document) {
            JsonObject operation = operations.getJsonObject(index);
            try {
                JsonPatch single = Json.createPatch(
                        Json.createArrayBuilder().add(operation).build());
                return single.apply(document);
            } catch (JsonException | IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
                String path = operation.getString("path");
                throw operation.getString("op").equals("test")
                        ? Refusal.ofFailedTest(index, path)
                        : Refusal.ofInapplicablePatch(index, path);
            }
        }

        @Override
        public @Nullable Long seenVersion() {
            return null;
        }
    }
}
