package org.radhub.router.association;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Protocol data units (PS3.8 9.3): their types, and those that the hub sends. */
final class Pdu {
    static final int A_ASSOCIATE_RQ = 0x01;
    static final int A_ASSOCIATE_AC = 0x02;
    static final int A_ASSOCIATE_RJ = 0x03;
    static final int P_DATA_TF = 0x04;
    static final int A_RELEASE_RQ = 0x05;
    static final int A_RELEASE_RP = 0x06;
    static final int A_ABORT = 0x07;

    /** PDU-type, reserved, PDU-length. */
    static final int HEADER = 6;
    /** Item-length, presentation context ID, message control header. */
    static final int PDV_HEADER = 6;
    /** Where the value of a P-DATA-TF with one value begins. */
    static final int VALUE = HEADER + PDV_HEADER;
    /** A P-DATA-TF beyond this is not honest, whatever was announced: senders that overshoot a little are borne with. */
    static final int LONGEST_P_DATA = 16 << 20;
    /** 128 presentation contexts of some dozens of transfer syntaxes each fit well. */
    static final int LONGEST_ASSOCIATE_RQ = 256 << 10;

    static final int COMMAND = 0x01;
    static final int LAST = 0x02;

    static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    private static final String IMPLEMENTATION_CLASS_UID = "2.25.89455657089021328383092500045100791766";
    private static final String IMPLEMENTATION_VERSION_NAME = "RADHUB_1";

    private static final int APPLICATION_CONTEXT_ITEM = 0x10;
    private static final int PRESENTATION_CONTEXT_AC_ITEM = 0x21;
    private static final int TRANSFER_SYNTAX_ITEM = 0x40;
    private static final int USER_INFORMATION_ITEM = 0x50;
    private static final int MAXIMUM_LENGTH_ITEM = 0x51;
    private static final int IMPLEMENTATION_CLASS_UID_ITEM = 0x52;
    private static final int ROLE_SELECTION_ITEM = 0x54;
    private static final int IMPLEMENTATION_VERSION_NAME_ITEM = 0x55;
    private static final int TITLES_AND_RESERVED = 64;

    private Pdu() {}

    /** PS3.8 9.3.3. */
    static byte[] accept(AssociateRequest request, Negotiation agreed, int maxPduLength) {
        var contexts = agreed.contexts();
        var out = ByteBuffer.allocate(1024 + (contexts.size() + agreed.roles().size()) * 128);
        out.put((byte) A_ASSOCIATE_AC).put((byte) 0).putInt(0);
        out.putShort((short) 1).putShort((short) 0);
        // The standard asks for these as they were received.
        out.put(request.titlesAndReserved(), 0, TITLES_AND_RESERVED);
        text(out, APPLICATION_CONTEXT_ITEM, DICOM_APPLICATION_CONTEXT);
        contexts.forEach(context -> {
            var start = item(out, PRESENTATION_CONTEXT_AC_ITEM);
            out.put((byte) context.id())
                    .put((byte) 0)
                    .put((byte) context.result().code)
                    .put((byte) 0);
            text(out, TRANSFER_SYNTAX_ITEM, context.transferSyntaxUid());
            end(out, start);
        });
        var user = item(out, USER_INFORMATION_ITEM);
        var length = item(out, MAXIMUM_LENGTH_ITEM);
        out.putInt(maxPduLength);
        end(out, length);
        text(out, IMPLEMENTATION_CLASS_UID_ITEM, IMPLEMENTATION_CLASS_UID);
        agreed.roles().forEach((abstractSyntax, role) -> role(out, abstractSyntax, role));
        text(out, IMPLEMENTATION_VERSION_NAME_ITEM, IMPLEMENTATION_VERSION_NAME);
        end(out, user);
        out.putInt(2, out.position() - HEADER);
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** PS3.8 9.3.4. */
    static byte[] reject(Rejection rejection) {
        return four(A_ASSOCIATE_RJ, rejection.result, rejection.source, rejection.reason);
    }

    /** PS3.8 9.3.7. */
    static byte[] releaseReply() {
        return four(A_RELEASE_RP, 0, 0, 0);
    }

    /** PS3.8 9.3.8. */
    static byte[] abort(AbortReason reason) {
        return four(A_ABORT, 0, reason.source, reason.code);
    }

    /**
     * A command in as many P-DATA-TF as the peer's maximum asks for (PS3.8 9.3.5).
     *
     * @param peersMaximum longest P-DATA-TF that the peer takes, in bytes; 0 or less for any
     */
    static byte[] command(int contextId, byte[] command, int peersMaximum) {
        return message(contextId, COMMAND, command, peersMaximum);
    }

    /** A data set, likewise. */
    static byte[] dataSet(int contextId, byte[] dataSet, int peersMaximum) {
        return message(contextId, 0, dataSet, peersMaximum);
    }

    /** Writes the headers of a P-DATA-TF of one value in front of that value, which begins at {@link #VALUE}. */
    static void dataFragment(byte[] buffer, int contextId, int length, boolean last) {
        pdata(ByteBuffer.wrap(buffer), contextId, last ? LAST : 0, length);
    }

    private static byte[] message(int contextId, int kind, byte[] bytes, int peersMaximum) {
        var most = Math.max(1, peersMaximum <= 0 ? bytes.length : Math.min(bytes.length, peersMaximum - PDV_HEADER));
        var fragments = Math.max(1, (bytes.length + most - 1) / most);
        var out = ByteBuffer.allocate(bytes.length + fragments * VALUE);
        for (var i = 0; i < fragments; i++) {
            var length = Math.min(most, bytes.length - i * most);
            pdata(out, contextId, i == fragments - 1 ? kind | LAST : kind, length);
            out.put(bytes, i * most, length);
        }
        return out.array();
    }

    private static void pdata(ByteBuffer out, int contextId, int control, int length) {
        out.put((byte) P_DATA_TF).put((byte) 0).putInt(length + PDV_HEADER);
        out.putInt(length + 2).put((byte) contextId).put((byte) control);
    }

    /** PS3.7 D.3.3.4.2. */
    private static void role(ByteBuffer out, String abstractSyntax, Role role) {
        var start = item(out, ROLE_SELECTION_ITEM);
        var uid = abstractSyntax.getBytes(StandardCharsets.US_ASCII);
        out.putShort((short) uid.length).put(uid);
        out.put((byte) (role.scu() ? 1 : 0)).put((byte) (role.scp() ? 1 : 0));
        end(out, start);
    }

    private static byte[] four(int type, int second, int third, int fourth) {
        return new byte[] {(byte) type, 0, 0, 0, 0, 4, 0, (byte) second, (byte) third, (byte) fourth};
    }

    private static void text(ByteBuffer out, int type, String text) {
        var start = item(out, type);
        out.put(text.getBytes(StandardCharsets.US_ASCII));
        end(out, start);
    }

    private static int item(ByteBuffer out, int type) {
        out.put((byte) type).put((byte) 0).putShort((short) 0);
        return out.position();
    }

    private static void end(ByteBuffer out, int start) {
        out.putShort(start - 2, (short) (out.position() - start));
    }
}
