package org.radhub.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Takes {@code multipart/related} answers apart. */
public final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([A-Za-z0-9]+)\"?");

    private Multipart() {}

    public record Part(String contentType, byte[] body) {}

    public static List<Part> parts(HttpResponse<byte[]> answer) {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        assertThat(type).startsWith("multipart/related");
        var boundary = BOUNDARY.matcher(type);
        assertThat(boundary.find()).isTrue();
        var body = new String(answer.body(), StandardCharsets.ISO_8859_1);
        var divider = "--" + boundary.group(1);
        assertThat(body).startsWith(divider).endsWith(divider + "--\r\n");
        var parts = new ArrayList<Part>();
        var at = divider.length();
        while (body.startsWith("\r\n", at)) {
            var head = body.indexOf("\r\n\r\n", at);
            var end = body.indexOf("\r\n" + divider, head + 4);
            var contentType = Arrays.stream(body.substring(at, head).split("\r\n"))
                    .filter(line -> line.startsWith("Content-Type: "))
                    .findFirst()
                    .orElse("Content-Type: ")
                    .substring("Content-Type: ".length());
            parts.add(new Part(contentType, Arrays.copyOfRange(answer.body(), head + 4, end)));
            at = end + 2 + divider.length();
        }
        return parts;
    }
}
