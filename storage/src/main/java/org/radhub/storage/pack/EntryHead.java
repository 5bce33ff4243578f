package org.radhub.storage.pack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.dataset.Uid;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands before each Part 10 file in a pack (POSIX.1-2001 pax interchange format): an extended header with one {@code comment} record,
 * which every tar passes over, and the file's own ustar header. Always the same length, so that the bytes behind it can be written first.
 */
final class EntryHead {
    static final int BLOCK = 512;

    /** The blocks of zeros that a tar ends with. */
    static final int END_OF_TAR = 2 * BLOCK;

    static final long MAX_FILE = 0x1ffffffffL;

    private static final int COMMENT = 1024;
    static final int LENGTH = BLOCK + COMMENT + BLOCK;

    private static final String RECORD = COMMENT + " comment=RADHUB ";
    private static final JsonMapper JSON = new JsonMapper();

    private EntryHead() {}

    static long padded(long length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    static byte[] bytes(PackEntry entry) {
        var head = ByteBuffer.allocate(LENGTH);
        long time = entry.arrival().receivedAt().getEpochSecond();
        var file = entry.sopInstanceUid() + ".dcm";
        head.put(ustar("", "PaxHeaders/" + file, COMMENT, 'x', time));
        head.put(comment(entry.pack(), entry.arrival()));
        head.put(ustar(entry.seriesInstanceUid(), file, entry.length(), '0', time));
        return head.array();
    }

    /** The entry whose head this is; empty if it is none, or not a whole one. */
    static Optional<PackEntry> parse(byte[] head, UUID pack, long start) {
        if (!sound(head, 0, 'x') || !sound(head, BLOCK + COMMENT, '0')) {
            return Optional.empty();
        }
        var name = text(head, BLOCK + COMMENT, 100);
        var prefix = text(head, BLOCK + COMMENT + 345, 155);
        var path = (prefix.isEmpty() ? name : prefix + "/" + name).split("/");
        var record = record(head);
        if (path.length != 2 || !path[1].endsWith(".dcm") || !record.startsWith(RECORD)) {
            return Optional.empty();
        }
        var series = path[0];
        var instance = path[1].substring(0, path[1].length() - 4);
        if (!Uid.acceptable(series) || !Uid.acceptable(instance)) {
            return Optional.empty();
        }
        long length = Long.parseLong(text(head, BLOCK + COMMENT + 124, 12), 8);
        return arrival(record.substring(RECORD.length()))
                .map(arrival -> new PackEntry(pack, start + LENGTH, length, series, instance, arrival));
    }

    /**
     * The same where a head need not stand: only if it says that it is this pack's. What devices send may hold packs itself, and nobody but the
     * hub knows the name of the pack that it goes into.
     */
    static Optional<PackEntry> parseAnywhere(byte[] bytes, int at, UUID pack, long start) {
        if (!sound(bytes, at, 'x')) {
            return Optional.empty();
        }
        var head = Arrays.copyOfRange(bytes, at, at + LENGTH);
        return parse(head, pack, start).filter(entry -> names(head, pack));
    }

    private static boolean names(byte[] head, UUID pack) {
        var said = JSON.readTree(record(head).substring(RECORD.length())).get("pack");
        return said != null && said.isString() && said.stringValue().equals(pack.toString());
    }

    private static String record(byte[] head) {
        return new String(head, BLOCK, COMMENT, StandardCharsets.UTF_8);
    }

    private static byte[] comment(UUID pack, Arrival arrival) {
        ObjectNode note = JSON.createObjectNode();
        note.put("pack", pack.toString());
        note.put("site", arrival.site());
        note.put("ae", arrival.callingAeTitle());
        note.put("association", arrival.association());
        note.put("study", arrival.studyInstanceUid());
        note.put("class", arrival.sopClassUid());
        note.put("syntax", arrival.transferSyntaxUid());
        note.put("received", arrival.receivedAt().toString());
        note.put("kept", arrival.keptAt().toString());
        note.put("digest", arrival.digest());
        arrival.pixelFingerprint().ifPresent(fingerprint -> note.put("pixels", fingerprint));
        var record = (RECORD + JSON.writeValueAsString(note)).getBytes(StandardCharsets.UTF_8);
        if (record.length >= COMMENT) {
            throw new IllegalArgumentException("more is said of the arrival than there is room for");
        }
        var bytes = new byte[COMMENT];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(record, 0, bytes, 0, record.length);
        bytes[COMMENT - 1] = '\n';
        return bytes;
    }

    private static Optional<Arrival> arrival(String json) {
        try {
            var note = JSON.readTree(json);
            return Optional.of(new Arrival(
                    note.required("site").asString(),
                    note.required("ae").asString(),
                    note.required("association").asString(),
                    note.required("study").asString(),
                    note.required("class").asString(),
                    note.required("syntax").asString(),
                    Instant.parse(note.required("received").asString()),
                    Instant.parse(note.required("kept").asString()),
                    // As it was called when it was always a SHA-256.
                    (note.has("sha256") ? note.get("sha256") : note.required("digest")).asString(),
                    Optional.ofNullable(note.get("pixels")).map(pixels -> pixels.asString())));
        } catch (JacksonException | java.time.format.DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] ustar(String directory, String file, long size, char type, long time) {
        var block = new byte[BLOCK];
        boolean short100 = directory.length() + 1 + file.length() <= 100;
        put(block, 0, directory.isEmpty() || !short100 ? file : directory + "/" + file);
        put(block, 100, "0000644\0" + "0000000\0" + "0000000\0");
        octal(block, 124, 11, size);
        octal(block, 136, 11, Math.max(0, time));
        put(block, 148, "        ");
        block[156] = (byte) type;
        put(block, 257, "ustar\00000radhub");
        put(block, 297, "radhub");
        put(block, 329, "0000000\0" + "0000000\0");
        if (!directory.isEmpty() && !short100) {
            put(block, 345, directory);
        }
        octal(block, 148, 6, checksum(block, 0));
        block[154] = 0;
        return block;
    }

    /** So many digits; what stands behind them is 0 already, or set by the caller. */
    private static void octal(byte[] block, int at, int digits, long number) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    private static boolean sound(byte[] head, int at, char type) {
        if (head[at + 156] != type || !text(head, at + 257, 6).equals("ustar")) {
            return false;
        }
        var said = text(head, at + 148, 8).strip();
        return said.matches("[0-7]{1,7}")
                && Integer.parseInt(said, 8) == checksum(head, at)
                && text(head, at + 124, 12).matches("[0-7]{11}");
    }

    /** Sum of the block's bytes, with the checksum's own taken as spaces. */
    private static int checksum(byte[] bytes, int at) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : bytes[at + i] & 0xff;
        }
        return sum;
    }

    private static void put(byte[] block, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static String text(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    }
}
