package org.radhub.router.association;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Made-up CT slices in Explicit VR Little Endian, whose content follows from their numbers. */
record Slice(int device, int study, int number) {
    private static final int MOST_PIXELS = 60_000;

    /** Of a UID that {@link #uid} made. */
    static Slice of(String uid) {
        var parts = uid.split("\\.");
        return new Slice(Integer.parseInt(parts[3]), Integer.parseInt(parts[4]), Integer.parseInt(parts[5]));
    }

    String uid() {
        return "1.2.3.%d.%d.%d".formatted(device, study, number);
    }

    String studyUid() {
        return "1.2.4.%d.%d".formatted(device, study);
    }

    byte[] dataSet() {
        var random = new Random(device * 31L + study * 1009L + number * 100_003L);
        var pixels = new byte[2 * random.nextInt(MOST_PIXELS)];
        random.nextBytes(pixels);
        var out = new ByteArrayOutputStream(pixels.length + 512);
        text(out, 0x00080016, "UI", Peer.CT_IMAGE);
        text(out, 0x00080018, "UI", uid());
        text(out, 0x00080060, "CS", "CT");
        text(out, 0x00100010, "PN", "Device^" + device);
        text(out, 0x00100020, "LO", "P" + device);
        text(out, 0x0020000d, "UI", studyUid());
        text(out, 0x0020000e, "UI", studyUid() + "." + number % 2);
        text(out, 0x00200013, "IS", String.valueOf(number));
        out.writeBytes(little(12)
                .putShort((short) 0x7fe0)
                .putShort((short) 0x0010)
                .put((byte) 'O')
                .put((byte) 'W')
                .putShort((short) 0)
                .putInt(pixels.length)
                .array());
        out.writeBytes(pixels);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, int tag, String vr, String text) {
        var even = text.length() % 2 == 0 ? text : text + (vr.equals("UI") ? '\0' : ' ');
        out.writeBytes(little(8 + even.length())
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .put(vr.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) even.length())
                .put(even.getBytes(StandardCharsets.US_ASCII))
                .array());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
