package dev.locking.examples.catalog;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Products as JSON documents and back. One number has one form, so that 12.9 and 12.90 are equal. */
@Component
class Documents {

    private final JsonMapper mapper;
    private final Validator validator;

    Documents(JsonMapper mapper, Validator validator) {
        this.mapper = mapper.rebuild()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        this.validator = validator;
    }

    Patch merge(String text) {
        if (parse(text) instanceof JsonObject patch) {
            return new Patch.Merge(patch);
        }
        throw Refusal.ofMalformed("A merge patch of a product is a JSON object.");
    }

    Patch operations(String text) {
        if (parse(text) instanceof JsonArray operations) {
            return new Patch.Operations(operations);
        }
        throw Refusal.ofMalformed("A JSON Patch is an array of operations.");
    }

    private JsonValue parse(String text) {
        try {
            return standard(mapper.readTree(text));
        } catch (JacksonException e) {
            throw Refusal.ofMalformed("This is not JSON.");
        }
    }

    private JsonValue standard(JsonNode node) {
        try (JsonReader reader = Json.createReader(new StringReader(mapper.writeValueAsString(node)))) {
            return reader.readValue();
        }
    }

    /** What the product is to become. */
    ProductContent patched(ProductView product, Patch patch) {
        JsonObject document = standard(tree(product)).asJsonObject();
        try {
            JsonValue patched = patch.applyTo(document);
            return valid(mapper.readValue(patched.toString(), ProductRequest.class));
        } catch (DatabindException e) {
            throw Refusal.ofMalformed(where(e) + " has a value of another type than it must have.");
        }
    }

    static String where(DatabindException failure) {
        String pointer = failure.getPath().stream()
                .map(step -> "/" + (step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()))
                .collect(Collectors.joining());
        return pointer.isEmpty() ? "The document" : pointer;
    }

    ProductContent valid(ProductRequest request) {
        Set<ConstraintViolation<ProductRequest>> violations = validator.validate(request);
        if (violations.isEmpty()) {
            return request.content();
        }
        Map<String, String> errors = new TreeMap<>();
        violations.forEach(violation -> errors.put(pointer(violation), violation.getMessage()));
        throw Refusal.ofInvalid(errors);
    }

    private static String pointer(ConstraintViolation<?> violation) {
        Path.Node attribute = violation.getPropertyPath().iterator().next();
        return "/" + attribute.getName();
    }

    /** With numbers in their one form. */
    JsonNode tree(Object value) {
        return mapper.readTree(mapper.writeValueAsString(value));
    }

    String text(ProductContent content) {
        return mapper.writeValueAsString(content);
    }

    JsonNode tree(String text) {
        return mapper.readTree(text);
    }
}
