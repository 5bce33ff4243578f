package org.radhub.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks DICOMweb servers the same questions in turn, each after five seconds of the same to each server, and prints one line of JSON for
 * each question and server: the median and the range in milliseconds until the last byte, the bytes of the answer, and how many studies or
 * instances it tells of.
 *
 * <pre>
 * Retrieve QUESTIONS SERVERS
 *   QUESTIONS  a file of lines: name TAB repetitions TAB Accept header TAB path below the DICOMweb root
 *   SERVERS    a file of lines: name TAB DICOMweb root TAB header name TAB header value (to sign in; may be empty)
 * </pre>
 */
final class Retrieve {
    /** How long each server is asked a question before its answers count: a Java virtual machine compiles what it is asked often. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Retrieve() {}

    private record Question(String name, int repetitions, String accept, String path) {}

    private record Server(String name, String root, String header, String value) {}

    /** What came, and how long it took until its last byte. */
    private record Answer(long nanos, long bytes, int hits) {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: Retrieve QUESTIONS SERVERS");
            System.exit(2);
        }
        var questions = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.split("\t"))
                .map(parts -> new Question(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]))
                .toList();
        var servers = Files.readAllLines(Path.of(args[1])).stream()
                .map(line -> line.split("\t", -1))
                .map(parts -> new Server(parts[0], parts[1], parts[2], parts[3]))
                .toList();
        var buffer = new byte[1 << 20];
        for (var question : questions) {
            ask(question, servers, buffer);
        }
    }

    private static void ask(Question question, List<Server> servers, byte[] buffer) throws IOException {
        Map<Server, List<Answer>> answers = new LinkedHashMap<>();
        for (var server : servers) {
            var start = System.nanoTime();
            while (System.nanoTime() - start < WARM_UP_NANOS) {
                get(server, question, buffer);
            }
        }
        for (var round = 0; round < question.repetitions(); round++) {
            for (var server : servers) {
                answers.computeIfAbsent(server, any -> new ArrayList<>()).add(get(server, question, buffer));
            }
        }
        answers.forEach((server, got) -> System.out.println(json(question, server, got)));
    }

    private static Answer get(Server server, Question question, byte[] buffer) throws IOException {
        var start = System.nanoTime();
        var connection = (HttpURLConnection)
                URI.create(server.root() + question.path()).toURL().openConnection();
        connection.setRequestProperty("Accept", question.accept());
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(60_000);
        if (!server.header().isEmpty()) {
            connection.setRequestProperty(server.header(), server.value());
        }
        var status = connection.getResponseCode();
        if (status != 200 && status != 204) {
            throw new IOException(server.name() + " answered " + status + " to " + question.path());
        }
        var json = new ByteArrayOutputStream();
        long bytes = 0;
        try (var in = connection.getInputStream()) {
            for (int read; (read = in.read(buffer)) >= 0; ) {
                bytes += read;
                if (question.accept().endsWith("json")) {
                    json.write(buffer, 0, read);
                }
            }
        }
        var nanos = System.nanoTime() - start;
        return new Answer(nanos, bytes, json.toString(StandardCharsets.UTF_8).split("\"0020000D\"", -1).length - 1);
    }

    private static String json(Question question, Server server, List<Answer> answers) {
        var sorted = answers.stream().mapToLong(Answer::nanos).toArray();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "{\"question\":\"%s\",\"server\":\"%s\",\"median\":%.2f,\"least\":%.2f,\"most\":%.2f,\"bytes\":%d,\"hits\":%d}",
                question.name(),
                server.name(),
                Timings.percentile(sorted, 50),
                Timings.percentile(sorted, 0),
                Timings.percentile(sorted, 100),
                answers.get(0).bytes(),
                answers.get(0).hits());
    }
}
