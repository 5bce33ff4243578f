package org.radhub.router.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** DCMTK's storescp, which writes what it receives as it was sent. */
public final class Storescp implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/storescp");

    private final Process process;
    private final Path folder;
    private final int port;

    /** @param options of storescp */
    public Storescp(Path folder, String... options) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "DCMTK's storescp is not installed");
        this.folder = folder;
        this.port = freePort();
        var command = new ArrayList<>(List.of(PROGRAM.toString(), "--bit-preserving", "-od", folder.toString()));
        command.addAll(List.of(options));
        command.add(String.valueOf(port));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile());
        builder.environment().put("TCP_NODELAY", "1");
        process = builder.start();
        await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(this::listens);
    }

    public int port() {
        return port;
    }

    /** The data sets received, by SOP Instance UID, without their File Meta Information. */
    public Map<String, byte[]> received() throws IOException {
        var all = new TreeMap<String, byte[]>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var bytes = Files.readAllBytes(file);
                var name = file.getFileName().toString();
                all.put(name.substring(name.indexOf('.') + 1), dataSet(bytes));
            }
        }
        return all;
    }

    /** What follows the File Meta Information of a Part 10 file. */
    public static byte[] dataSet(byte[] file) {
        return Arrays.copyOfRange(file, dataSetStart(file), file.length);
    }

    /** Where the File Meta Information ends: its first element says its length (PS3.10 7.1). */
    public static int dataSetStart(byte[] file) {
        return 144 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(140);
    }

    private boolean listens() throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return true;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
