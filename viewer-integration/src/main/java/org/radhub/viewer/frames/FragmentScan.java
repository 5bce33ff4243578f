package org.radhub.viewer.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads the item headers of encapsulated pixel data (PS3.5 A.4). */
final class FragmentScan {
    private final ElementStream in;
    private final long fileLength;
    private final Fragments fragments = new Fragments();
    private long[] basicOffsets = {};
    private long firstItem;

    private FragmentScan(ElementStream in, long fileLength) {
        this.in = in;
        this.fileLength = fileLength;
    }

    /** Where the fragments lie, and in {@code firsts} which begin a frame; the pixel element's header was just read. */
    record Found(Fragments fragments, int[] firsts) {}

    /** @param extendedOffsets (7FE0,0001), or empty */
    static Found scan(ElementStream in, long fileLength, int frames, long[] extendedOffsets) throws IOException {
        var scan = new FragmentScan(in, fileLength);
        scan.readItems();
        var grouping = new FrameGrouping(scan.fragments, frames, scan.firstItem);
        var firsts = grouping.firsts(List.of(extendedOffsets, scan.basicOffsets));
        return new Found(scan.fragments.trimmed(), firsts);
    }

    private void readItems() throws IOException {
        var table = ElementHeader.read(in, true);
        if (table.tag() != ElementHeader.ITEM || table.length() > 4L * Fragments.LIMIT) {
            throw new Malformed("encapsulated pixel data without an offset table");
        }
        basicOffsets = numbers(in.take((int) table.length()), 4);
        firstItem = in.position();
        while (in.position() + 8 < fileLength) {
            var item = ElementHeader.read(in, true);
            if (item.tag() != ElementHeader.ITEM) {
                return;
            }
            if (item.undefinedLength() || in.position() + item.length() > fileLength) {
                // Cut off: the frames before are whole.
                return;
            }
            if (!readFragment(item.length())) {
                return;
            }
        }
    }

    /** False when nothing but the end can follow; then the fragment itself need not be passed over. */
    private boolean readFragment(long length) throws IOException {
        var start = in.position();
        var head = length < 4 ? new byte[4] : in.take(4);
        fragments.add(start, length, ByteBuffer.wrap(head).getInt());
        var more = start + length + 8 < fileLength;
        if (more) {
            in.skip(start + length - in.position());
        }
        return more;
    }

    /** Little-endian numbers without sign of so many bytes each. */
    static long[] numbers(byte[] bytes, int size) {
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var numbers = new long[bytes.length / size];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = size == 8 ? buffer.getLong() : Integer.toUnsignedLong(buffer.getInt());
        }
        return numbers;
    }
}
