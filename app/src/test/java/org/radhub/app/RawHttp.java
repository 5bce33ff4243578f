package org.radhub.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as no client library lets one write them. */
final class RawHttp {
    private static final int TEN_SECONDS = 10_000;

    private final int port;

    RawHttp(int port) {
        this.port = port;
    }

    /** @param text the whole answer */
    record Answer(String text) {
        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        Optional<String> header(String name) {
            var line = Pattern.compile("(?im)^" + name + ": *(.*)$").matcher(head());
            return line.find() ? Optional.of(line.group(1)) : Optional.empty();
        }

        private String head() {
            return text.substring(0, text.indexOf("\r\n\r\n") + 2);
        }

        /** The JSON of the body, whichever way it was framed. */
        JsonNode json() {
            return JsonMapper.shared().readTree(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
        }
    }

    /** @param request line and headers, divided by line feeds; sent in ISO 8859-1, after it that the connection ends */
    Answer ask(String request, String body) throws IOException {
        return ask(request, out -> out.write(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    Answer ask(String request) throws IOException {
        return ask(request, "");
    }

    interface Body {
        void write(OutputStream to) throws IOException;
    }

    /** @param body breaks off without complaint where the hub no longer listens */
    Answer ask(String request, Body body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TEN_SECONDS);
            var head = request.contains("\nHost:") ? request : request + "\nHost: localhost";
            var out = socket.getOutputStream();
            out.write((head + "\nConnection: close\n\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            var broken = Optional.<SocketException>empty();
            try {
                body.write(out);
                out.flush();
            } catch (SocketException e) {
                broken = Optional.of(e);
            }
            return new Answer(answer(socket, broken));
        }
    }

    private static String answer(Socket socket, Optional<SocketException> broken) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException e) {
            if (all.size() == 0) {
                broken.ifPresent(e::addSuppressed);
                throw e;
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** The header that signs a person of the demo region in. */
    static String as(String person) {
        return "\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString((person + ":radhub-demo").getBytes(StandardCharsets.UTF_8));
    }
}
