package org.radhub.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Sends one multi-frame object over each of some associations, all at once. The objects are made while they are sent, and are nowhere
 * as a whole. Prints the same line of JSON as {@link Sender}.
 *
 * <pre>HugeSender PORT CALLED_AE CALLING_AE ASSOCIATIONS MEGABYTES TOKEN</pre>
 */
final class HugeSender {
    private static final int EDGE = 512;
    private static final int FRAME = 2 * EDGE * EDGE;

    private HugeSender() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 6) {
            System.err.println("usage: HugeSender PORT CALLED_AE CALLING_AE ASSOCIATIONS MEGABYTES TOKEN");
            System.exit(2);
        }
        var peer = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        var frames = Math.toIntExact(Long.parseLong(args[4]) * 1_000_000 / FRAME);
        var start = System.nanoTime();
        var nanos = Sender.inParallel(IntStream.range(0, Integer.parseInt(args[3]))
                .<Callable<long[]>>mapToObj(number -> () -> {
                    var image = Slice.announcing(Region.study(4 * number), args[5], frames, EDGE);
                    try (var association = new Association(peer, args[2], args[1], Slice.MULTI_FRAME, false)) {
                        return new long[] {send(association, image, frames)};
                    }
                })
                .toList());
        System.out.println(Timings.json(System.nanoTime() - start, nanos));
    }

    private static long send(Association association, Slice image, int frames) throws Exception {
        var filler = new byte[1 << 20];
        new Random(image.sopInstanceUid().hashCode()).nextBytes(filler);
        var direct = ByteBuffer.allocateDirect(filler.length).put(filler).flip();
        var start = System.nanoTime();
        association.store(image.sopInstanceUid(), image.dataSet(), (long) frames * FRAME, direct);
        return System.nanoTime() - start;
    }
}
