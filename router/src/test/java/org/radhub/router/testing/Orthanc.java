package org.radhub.router.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Orthanc on free ports, which knows the hub as {@code radhub}. */
public final class Orthanc implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
    private static final Path DICOM_WEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final Pattern ID = Pattern.compile("\"([0-9a-f-]{44})\"");

    private final int httpPort = freePort();
    private final int dicomPort = freePort();
    private final Path log;
    private final Process process;

    public Orthanc(Path folder, String aeTitle, int hubPort) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "Orthanc is not installed");
        Files.createDirectories(folder);
        var configuration = """
                {"Name": "test", "StorageDirectory": "%1$s", "IndexDirectory": "%1$s", "Plugins": [%6$s], "DefaultEncoding": "Utf8",
                 "HttpPort": %2$d, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
                 "DicomPort": %3$d, "DicomAet": "%4$s", "DicomCheckCalledAet": false, "DicomAlwaysAllowStore": true,
                 "DicomModalities": {"radhub": ["RADHUB", "127.0.0.1", %5$d]}}
                """.formatted(folder, httpPort, dicomPort, aeTitle, hubPort, plugins());
        var file = Files.writeString(folder.resolve("orthanc.json"), configuration);
        log = folder.resolve("orthanc.log");
        process = new ProcessBuilder(PROGRAM.toString(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> get("/system")
                .contains("DatabaseVersion"));
    }

    private static String plugins() {
        return Files.isReadable(DICOM_WEB) ? "\"" + DICOM_WEB + "\"" : "";
    }

    /** Base of its DICOMweb service; the test is skipped where its plugin is not installed. */
    public URI dicomWeb() {
        assumeTrue(Files.isReadable(DICOM_WEB), "Orthanc's DICOMweb plugin is not installed");
        return URI.create("http://127.0.0.1:" + httpPort + "/dicom-web");
    }

    /** The data sets that it has, by SOP Instance UID, without their File Meta Information. */
    public Map<String, byte[]> received() throws IOException {
        var all = new TreeMap<String, byte[]>();
        var ids = ID.matcher(get("/instances"));
        while (ids.find()) {
            var instance = "/instances/" + ids.group(1);
            var uid = get(instance + "/content/0008-0018").replace('\0', ' ').strip();
            all.put(uid, Storescp.dataSet(send(request(instance + "/file").GET(), BodyHandlers.ofByteArray())));
        }
        return all;
    }

    public int dicomPort() {
        return dicomPort;
    }

    public String get(String path) throws IOException {
        return send(request(path).GET(), BodyHandlers.ofString());
    }

    public String post(String path, String body) throws IOException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)), BodyHandlers.ofString());
    }

    /** Gives it a Part 10 file, by its own interface; what it calls the instance from then on. */
    public String take(byte[] file) throws IOException {
        var answer =
                send(request("/instances").POST(HttpRequest.BodyPublishers.ofByteArray(file)), BodyHandlers.ofString());
        var id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException(answer);
        }
        return id.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(30));
    }

    private <T> T send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> as) throws IOException {
        try {
            // A new one for each request: Orthanc closes connections that a client would use again.
            var http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            var response = http.send(request.build(), as);
            if (response.statusCode() != 200) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + (process.isAlive() ? "" : "; Orthanc has ended") + ":\n" + Files.readString(log),
                    e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
