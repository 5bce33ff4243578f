package org.radhub.storage.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The preamble and File Meta Information that the hub writes before a data set (PS3.10 section 7.1). */
public final class FileMeta {
    /** Of the hub's own making, as PS3.5 annex B.2 allows everyone. */
    public static final String IMPLEMENTATION_CLASS_UID = "2.25.274361093182914605771528146903315274810";

    public static final String IMPLEMENTATION_VERSION_NAME = "RADHUB_1";

    /** Of a file's beginning, as much as says how long its File Meta Information is. */
    public static final int LENGTH_KNOWN = 144;

    public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002;
    public static final int TRANSFER_SYNTAX_UID = 0x0010;
    public static final int SOURCE_APPLICATION_ENTITY_TITLE = 0x0016;

    private static final int LONGEST_TEXT = 64;
    private static final int GROUP_LENGTH_END = 144;
    private static final int LONGEST_GROUP = 1 << 20;
    private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

    private FileMeta() {}

    /** All bytes that stand before the data set. */
    public static byte[] of(
            String sopClassUid, String sopInstanceUid, String transferSyntaxUid, String sourceApplicationEntityTitle) {
        var group = new ByteArrayOutputStream(512);
        put(group, 0x0001, "OB", new byte[] {0, 1});
        put(group, 0x0002, "UI", uid(sopClassUid));
        put(group, 0x0003, "UI", uid(sopInstanceUid));
        put(group, 0x0010, "UI", uid(transferSyntaxUid));
        put(group, 0x0012, "UI", uid(IMPLEMENTATION_CLASS_UID));
        put(group, 0x0013, "SH", text(IMPLEMENTATION_VERSION_NAME));
        put(group, 0x0016, "AE", text(sourceApplicationEntityTitle));
        var file = new ByteArrayOutputStream(group.size() + GROUP_LENGTH_END);
        file.writeBytes(new byte[128]);
        file.writeBytes(PREFIX);
        put(file, 0x0000, "UL", little(4).putInt(group.size()).array());
        file.writeBytes(group.toByteArray());
        return file.toByteArray();
    }

    /**
     * Where the data set begins in a file that {@link #of} began.
     *
     * @param beginning at least the first {@link #LENGTH_KNOWN} bytes
     * @throws IllegalArgumentException if it did not
     */
    public static int length(byte[] beginning) {
        var bytes = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
        if (!Arrays.equals(Arrays.copyOfRange(beginning, 128, 132), PREFIX) || bytes.getInt(132) != 2) {
            throw new IllegalArgumentException("not a file that the hub wrote");
        }
        var rest = bytes.getInt(140);
        if (rest < 0 || rest > LONGEST_GROUP) {
            throw new IllegalArgumentException("not a file that the hub wrote");
        }
        return GROUP_LENGTH_END + rest;
    }

    /**
     * What a short text of the group says, without its padding, in a file that {@link #of} began; empty if it says nothing that can be
     * printed, or does not say it within these bytes.
     *
     * @param element of the group 0002
     */
    public static String text(byte[] beginning, int element) {
        var bytes = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = GROUP_LENGTH_END; at + 12 <= beginning.length && bytes.getShort(at) == 2; ) {
            boolean isLong = beginning[at + 4] == 'O';
            int from = at + (isLong ? 12 : 8);
            int length = isLong ? bytes.getInt(at + 8) : bytes.getShort(at + 6) & 0xffff;
            if (length < 0 || length > beginning.length - from) {
                return "";
            }
            if (bytes.getShort(at + 2) == element) {
                var said =
                        new String(beginning, from, length, StandardCharsets.ISO_8859_1).replaceAll("[\\x00 ]+$", "");
                return said.length() <= LONGEST_TEXT && said.matches("[ -~]*") ? said : "";
            }
            at = from + length;
        }
        return "";
    }

    private static void put(ByteArrayOutputStream out, int element, String vr, byte[] value) {
        out.writeBytes(little(4).putShort((short) 2).putShort((short) element).array());
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        if (vr.equals("OB")) {
            out.writeBytes(new byte[2]);
            out.writeBytes(little(4).putInt(value.length).array());
        } else {
            out.writeBytes(little(2).putShort((short) value.length).array());
        }
        out.writeBytes(value);
    }

    private static byte[] uid(String uid) {
        return padded(uid, (byte) 0);
    }

    private static byte[] text(String text) {
        return padded(text, (byte) ' ');
    }

    private static byte[] padded(String text, byte padding) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        var even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = padding;
        return even;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
