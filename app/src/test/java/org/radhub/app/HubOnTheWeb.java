package org.radhub.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test against the whole hub with its demo region, by its real web server. All of them share one hub. */
@SpringBootTest(
        classes = RadhubApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "radhub.demo=true",
            "radhub.dicom.port=0",
            "radhub.http.longest-body=64KB",
            "radhub.metrics.open-to=127.0.0.0/8, 10.20.0.0/16",
            "radhub.metrics.token=a-token-of-the-tests"
        })
abstract class HubOnTheWeb {
    @LocalServerPort
    protected int port;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry settings) throws IOException {
        var target = Files.createDirectories(Path.of("target"));
        var home = Files.createTempDirectory(target, "web-hub-");
        settings.add("radhub.home", home::toString);
    }

    protected final RawHttp hub() {
        return new RawHttp(port);
    }
}
