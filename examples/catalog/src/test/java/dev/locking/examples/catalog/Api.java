package dev.locking.examples.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A client of the REST API, over HTTP. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String products;
    private final List<String> headers;

    Api(String products) {
        this(products, List.of());
    }

    private Api(String products, List<String> headers) {
        this.products = products;
        this.headers = headers;
    }

    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        /** Of the part of a problem's type that differs. */
        String problem() {
            return body.path("type").asString().replaceFirst(".*/", "");
        }

        long version() {
            return body.path("metadata").path("version").asLong();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode at(String pointer) {
            return body.at(pointer);
        }
    }

    Api as(String user) {
        return with("X-User", user);
    }

    Api with(String header, String value) {
        return new Api(
                products,
                Stream.concat(headers.stream(), Stream.of(header, value)).toList());
    }

    Answer get(String path) {
        return send("GET", path, "", "application/json");
    }

    Answer post(String path, String body) {
        return send("POST", path, body, "application/json");
    }

    Answer put(String path, String body) {
        return send("PUT", path, body, "application/json");
    }

    Answer merge(String path, String body) {
        return send("PATCH", path, body, "application/merge-patch+json");
    }

    Answer patch(String path, String operations) {
        return send("PATCH", path, operations, "application/json-patch+json");
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "application/json");
    }

    private Answer send(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(products + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", type);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            JsonNode json =
                    response.body().isEmpty() ? JsonNodeFactory.instance.nullNode() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), response, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
