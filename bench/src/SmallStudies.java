package org.radhub.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Fills an archive with studies of the {@link Region}, one tiny image each, over four associations at once, and prints the same line of
 * JSON as {@link Sender}.
 *
 * <pre>SmallStudies PORT CALLED_AE CALLING_AE COUNT TOKEN</pre>
 */
final class SmallStudies {
    private static final int EDGE = 8;
    private static final int ASSOCIATIONS = 4;

    private SmallStudies() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 5) {
            System.err.println("usage: SmallStudies PORT CALLED_AE CALLING_AE COUNT TOKEN");
            System.exit(2);
        }
        var peer = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        var count = Integer.parseInt(args[3]);
        var tasks = new ArrayList<Callable<long[]>>();
        for (var share = 0; share < ASSOCIATIONS; share++) {
            var first = share;
            tasks.add(() -> send(peer, args[2], args[1], count, first, args[4]));
        }
        var start = System.nanoTime();
        var nanos = Sender.inParallel(tasks);
        System.out.println(Timings.json(System.nanoTime() - start, nanos));
    }

    /** Every fourth study, modality by modality: an association has one SOP class. */
    private static long[] send(
            InetSocketAddress peer, String calling, String called, int count, int first, String token)
            throws IOException {
        var nanos = new long[(count - first + ASSOCIATIONS - 1) / ASSOCIATIONS];
        var sent = 0;
        for (var modality : List.of("CT", "MR", "DX", "PT")) {
            var sopClass = Region.sopClassUid(modality);
            try (var association = new Association(peer, calling, called, sopClass, false)) {
                for (var number = first; number < count; number += ASSOCIATIONS) {
                    var study = Region.study(number);
                    if (study.modality().equals(modality)) {
                        nanos[sent++] = send(association, Slice.of(study, token, 1, 1, EDGE));
                    }
                }
            }
        }
        return nanos;
    }

    private static long send(Association association, Slice slice) throws IOException {
        var bytes = slice.dataSet();
        var direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        var start = System.nanoTime();
        association.store(slice.sopInstanceUid(), direct);
        return System.nanoTime() - start;
    }
}
