package org.radhub.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub's HTTP API as one person of the demo region uses it. */
final class HubApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String address;
    private final String person;

    HubApi(HubProcess hub, String person) {
        this.address = hub.address();
        this.person = person;
    }

    JsonNode get(String path) {
        return read(send("GET", path, null));
    }

    JsonNode post(String path, Object body) {
        return read(send("POST", path, body));
    }

    JsonNode put(String path, Object body) {
        return read(send("PUT", path, body));
    }

    int status(String method, String path, Object body) {
        return send(method, path, body).statusCode();
    }

    byte[] bytes(String path) {
        return send("GET", path, null).body();
    }

    /** Whatever is answered, to who accepts this type alone. */
    HttpResponse<byte[]> answer(String path, String accepted) {
        return send(request(path).header("Accept", accepted).GET());
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        var text = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response.request().method() + " " + response.uri() + " by " + person
                    + " answered " + response.statusCode() + ": " + text);
        }
        return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    }

    private HttpResponse<byte[]> send(String method, String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        var credentials =
                Base64.getEncoder().encodeToString((person + ":radhub-demo").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Basic " + credentials);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder asked) {
        var request = asked.build();
        try {
            return CLIENT.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(request.method() + " " + request.uri() + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
