package org.radhub.storage.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.radhub.storage.study.MetadataLines.Line;

/** The lines of several packs of one series as one JSON array, in the order of the instances; one line of each pack is in memory. */
final class MergedMetadata extends InputStream {
    private final Map<String, Integer> places;
    private final List<MetadataLines> sources;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingInt(Head::place));
    private byte[] current = "[".getBytes(StandardCharsets.US_ASCII);
    private int next;
    private boolean first = true;
    private boolean ended;

    private record Head(int place, Line line, MetadataLines source) {}

    /** @param places of the instances by their UID; lines of others are left out */
    MergedMetadata(Map<String, Integer> places, List<MetadataLines> sources) throws IOException {
        this.places = places;
        this.sources = sources;
        for (var source : sources) {
            advance(source);
        }
    }

    private void advance(MetadataLines source) throws IOException {
        for (Optional<Line> line = source.next(); line.isPresent(); line = source.next()) {
            var place = places.get(line.get().sopInstanceUid());
            if (place != null) {
                heads.add(new Head(place, line.get(), source));
                return;
            }
        }
    }

    private boolean fill() throws IOException {
        while (next == current.length) {
            if (ended) {
                return false;
            }
            var head = heads.poll();
            if (head == null) {
                ended = true;
                current = "\n]\n".getBytes(StandardCharsets.US_ASCII);
            } else {
                current = ((first ? "\n" : ",\n") + head.line().json()).getBytes(StandardCharsets.UTF_8);
                first = false;
                advance(head.source());
            }
            next = 0;
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - next);
        System.arraycopy(current, next, buffer, offset, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        for (var source : sources) {
            source.close();
        }
    }
}
