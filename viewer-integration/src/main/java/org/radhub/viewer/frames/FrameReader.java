package org.radhub.viewer.frames;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.springframework.stereotype.Component;

/** Reads single frames out of stored instances, by ranges, without loading the file. Remembers where they lie, in bounded memory. */
@Component
public class FrameReader {
    private static final long REMEMBERED_BYTES = 32L << 20;
    private static final int BUFFER = 1 << 16;

    private final Studies studies;
    private final Map<Key, FrameLayout> remembered = new LinkedHashMap<>(256, 0.75f, true);
    private long rememberedBytes;

    FrameReader(Studies studies) {
        this.studies = studies;
    }

    /** An instance that was damaged and came again may have other attributes before the same pixels. */
    private record Key(UUID id, String digest) {
        static Key of(Instance instance) {
            return new Key(instance.id(), instance.digest());
        }
    }

    /** Where the instance's frames lie. {@link Malformed} when that cannot be told. */
    public FrameLayout layout(Instance instance) throws IOException {
        synchronized (remembered) {
            var known = remembered.get(Key.of(instance));
            if (known != null) {
                return known;
            }
        }
        FrameLayout found;
        try (var file = new BufferedInputStream(studies.open(instance), BUFFER)) {
            found = LayoutScan.of(file, instance.bytes());
        }
        remember(Key.of(instance), found);
        return found;
    }

    private void remember(Key key, FrameLayout layout) {
        synchronized (remembered) {
            var before = remembered.put(key, layout);
            rememberedBytes += layout.weight() - (before == null ? 0 : before.weight());
            var eldest = remembered.values().iterator();
            while (rememberedBytes > REMEMBERED_BYTES && eldest.hasNext()) {
                rememberedBytes -= eldest.next().weight();
                eldest.remove();
            }
        }
    }

    /** Length in bytes of what {@link #open} gives. */
    public long length(FrameLayout layout, int frame) {
        check(layout, frame);
        if (layout instanceof FrameLayout.Encapsulated encapsulated) {
            var range = encapsulated.fragmentsOf(frame);
            var length = 0L;
            for (var fragment = range[0]; fragment < range[1]; fragment++) {
                length += encapsulated.fragments().length(fragment);
            }
            return length;
        }
        return (layout.raster().bitsOfFrame() + 7) / 8;
    }

    /**
     * One frame: compressed as it is stored, with its fragments joined; or uncompressed and little-endian, beginning with a whole byte. The
     * caller closes it.
     *
     * @param frame from 1 to {@link FrameLayout#frames()}
     */
    public InputStream open(Instance instance, FrameLayout layout, int frame) throws IOException {
        check(layout, frame);
        if (layout instanceof FrameLayout.Encapsulated encapsulated) {
            return joined(instance, encapsulated, frame);
        }
        return open(instance, new NativeFrame((FrameLayout.Native) layout, frame));
    }

    /** The whole value of the element that holds uncompressed pixels, little-endian. The caller closes it. */
    public InputStream openAll(Instance instance, FrameLayout.Native layout) throws IOException {
        return open(instance, NativeFrame.all(layout));
    }

    private InputStream open(Instance instance, NativeFrame frame) throws IOException {
        return frame.open((from, length) -> studies.open(instance, from, length), instance.bytes());
    }

    /** The data set up to the element that holds the pixels, in {@link #headerTransferSyntax}. The caller closes it. */
    public InputStream openHeader(Instance instance, FrameLayout layout) throws IOException {
        var from = layout.dataSet();
        var length = layout.pixelElement() - from;
        if (isDeflated(layout)) {
            return new Bounded(Inflating.of(studies.open(instance, from, instance.bytes() - from)), length);
        }
        return new BufferedInputStream(studies.open(instance, from, length), BUFFER);
    }

    /** What {@link #openHeader} gives is encoded in: the stored transfer syntax, not deflated. */
    public String headerTransferSyntax(FrameLayout layout) {
        return isDeflated(layout) ? "1.2.840.10008.1.2.1" : layout.transferSyntaxUid();
    }

    private static boolean isDeflated(FrameLayout layout) {
        return layout.transferSyntaxUid().equals(LayoutScan.DEFLATED);
    }

    private static void check(FrameLayout layout, int frame) {
        if (frame < 1 || frame > layout.frames()) {
            throw new IndexOutOfBoundsException("frame " + frame + " of " + layout.frames());
        }
    }

    /** Fragments of a frame lie behind each other, but for an item header of 8 bytes between. */
    private InputStream joined(Instance instance, FrameLayout.Encapsulated layout, int frame) throws IOException {
        var range = layout.fragmentsOf(frame);
        var fragments = layout.fragments();
        var from = fragments.start(range[0]);
        var last = range[1] - 1;
        var all = studies.open(instance, from, fragments.start(last) + fragments.length(last) - from);
        if (range[1] - range[0] == 1) {
            return all;
        }
        var lengths = new ArrayList<Long>();
        for (var fragment = range[0]; fragment < range[1]; fragment++) {
            lengths.add(fragments.length(fragment));
        }
        return new JoinedFragments(
                new BufferedInputStream(all, BUFFER),
                Collections.unmodifiableList(lengths).iterator());
    }
}
