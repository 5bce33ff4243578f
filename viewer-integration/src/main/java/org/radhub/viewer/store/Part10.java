package org.radhub.viewer.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Set;

/**
 * The beginning of a DICOM file (PS3.10 7.1).
 *
 * @param dataSet what follows the File Meta Information
 */
record Part10(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, InputStream dataSet) {
    private static final int PREAMBLE = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};
    private static final byte[] GROUP_LENGTH = {2, 0, 0, 0, 'U', 'L', 4, 0};
    private static final int LONGEST_META = 1 << 20;
    private static final Set<String> LONG_FORM = Set.of("OB", "OW", "SQ", "UN", "UT");
    private static final int SOP_CLASS_UID = 0x0002;
    private static final int SOP_INSTANCE_UID = 0x0003;
    private static final int TRANSFER_SYNTAX_UID = 0x0010;

    /** What was sent is no DICOM file. The message is for the engineer at the other end. */
    static final class NotPart10 extends Exception {
        private static final long serialVersionUID = 1L;

        NotPart10(String message) {
            super(message);
        }
    }

    static Part10 read(InputStream file) throws NotPart10, IOException {
        var start = file.readNBytes(PREAMBLE + PREFIX.length + GROUP_LENGTH.length + 4);
        var in = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        if (start.length < PREAMBLE + PREFIX.length + GROUP_LENGTH.length + 4 || !has(start, PREAMBLE, PREFIX)) {
            throw new NotPart10("the part is no DICOM file");
        }
        if (!has(start, PREAMBLE + PREFIX.length, GROUP_LENGTH)) {
            throw new NotPart10("the File Meta Information does not say its length");
        }
        var length = in.getInt(PREAMBLE + PREFIX.length + GROUP_LENGTH.length);
        if (length < 0 || length > LONGEST_META) {
            throw new NotPart10("the File Meta Information is too long");
        }
        var meta = file.readNBytes(length);
        if (meta.length < length) {
            throw new NotPart10("the File Meta Information is cut short");
        }
        return of(ByteBuffer.wrap(meta).order(ByteOrder.LITTLE_ENDIAN), file);
    }

    private static Part10 of(ByteBuffer meta, InputStream dataSet) throws NotPart10 {
        var uids = new HashMap<Integer, String>();
        while (meta.remaining() >= 8) {
            var group = meta.getShort();
            var element = Short.toUnsignedInt(meta.getShort());
            var vr = new String(new byte[] {meta.get(), meta.get()}, StandardCharsets.US_ASCII);
            var length = (long) Short.toUnsignedInt(meta.getShort());
            if (LONG_FORM.contains(vr)) {
                length = meta.remaining() < 4 ? Long.MAX_VALUE : Integer.toUnsignedLong(meta.getInt());
            }
            if (group != 2 || length > meta.remaining()) {
                throw new NotPart10("the File Meta Information makes no sense");
            }
            var value = new byte[(int) length];
            meta.get(value);
            uids.put(
                    element,
                    new String(value, StandardCharsets.US_ASCII)
                            .replace('\0', ' ')
                            .strip());
        }
        return new Part10(
                uids.getOrDefault(SOP_CLASS_UID, ""),
                uids.getOrDefault(SOP_INSTANCE_UID, ""),
                uids.getOrDefault(TRANSFER_SYNTAX_UID, ""),
                dataSet);
    }

    private static boolean has(byte[] bytes, int at, byte[] wanted) {
        return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
