package org.radhub.viewer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test against a running hub, by HTTP. All of them share one hub. */
@SpringBootTest(classes = Hub.class, webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class HubTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) throws IOException {
        var target = Files.createDirectories(Path.of("target"));
        var home = Files.createTempDirectory(target, "hub-");
        properties.add("radhub.home", home::toString);
    }

    /** The hub's address, without a slash at the end. */
    protected final String base() {
        return "http://localhost:" + port;
    }

    /** @param headers names and values in turn */
    protected final HttpResponse<byte[]> get(String address, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base() + address));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    protected static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
