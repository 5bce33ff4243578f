package org.radhub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Sends the CT files of a folder over some associations at once, study by study, and prints one line of JSON: how many instances, how
 * long, and the time from the first byte of a C-STORE to its answer.
 *
 * <pre>Sender PORT CALLED_AE CALLING_AE ASSOCIATIONS FOLDER [nagle]</pre>
 */
final class Sender {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private Sender() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 5) {
            System.err.println("usage: Sender PORT CALLED_AE CALLING_AE ASSOCIATIONS FOLDER [nagle]");
            System.exit(2);
        }
        var peer = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        var nagle = args.length > 5 && args[5].equals("nagle");
        var shares = shares(Path.of(args[4]), Integer.parseInt(args[3]));
        var start = System.nanoTime();
        var nanos = inParallel(shares.stream()
                .map(files -> (Callable<long[]>) () -> {
                    try (var association = new Association(peer, args[2], args[1], CT, nagle)) {
                        return send(association, files);
                    }
                })
                .toList());
        System.out.println(Timings.json(System.nanoTime() - start, nanos));
    }

    /** Runs them all at once, a thread each, and returns what they returned; the first failure is thrown. */
    static List<long[]> inParallel(List<Callable<long[]>> tasks) throws IOException, InterruptedException {
        var pool = Executors.newFixedThreadPool(tasks.size());
        try {
            var results = new ArrayList<long[]>();
            for (var future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whole studies to each association in turn. */
    private static List<List<Path>> shares(Path folder, int associations) throws IOException {
        var shares = new ArrayList<List<Path>>();
        for (var share = 0; share < associations; share++) {
            shares.add(new ArrayList<>());
        }
        try (var studies = Files.list(folder)) {
            var next = 0;
            for (var study : studies.filter(Files::isDirectory).sorted().toList()) {
                try (var files = Files.list(study)) {
                    shares.get(next++ % associations).addAll(files.sorted().toList());
                }
            }
        }
        shares.removeIf(List::isEmpty);
        return shares;
    }

    private static long[] send(Association association, List<Path> files) throws IOException {
        var nanos = new long[files.size()];
        var buffer = ByteBuffer.allocateDirect(1 << 20);
        for (var i = 0; i < nanos.length; i++) {
            read(files.get(i), buffer);
            var instance = metaAndSeek(buffer);
            var start = System.nanoTime();
            association.store(instance, buffer);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private static void read(Path file, ByteBuffer buffer) throws IOException {
        buffer.clear();
        try (var channel = FileChannel.open(file)) {
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until it is all there
            }
            if (buffer.position() < channel.size()) {
                throw new IOException(file + " is larger than " + buffer.capacity() + " bytes");
            }
        }
        buffer.flip();
    }

    /** Reads the File Meta Information that {@link DataSet#partTen} writes: returns the SOP Instance UID, leaves the buffer at the data set. */
    private static String metaAndSeek(ByteBuffer buffer) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        var dataSet = 144 + buffer.getInt(140);
        var at = 144 + 14; // behind (0002,0001)
        at += 8 + buffer.getShort(at + 6); // behind (0002,0002)
        var uid = new byte[buffer.getShort(at + 6)];
        buffer.get(at + 8, uid);
        var text = new String(uid, StandardCharsets.US_ASCII);
        buffer.position(dataSet);
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }
}
