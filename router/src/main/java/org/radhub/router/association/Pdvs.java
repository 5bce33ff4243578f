package org.radhub.router.association;

import java.io.IOException;
import java.time.Duration;

/** The presentation data values (PS3.8 9.3.5) of an association, one after the other, across the P-DATA-TF PDUs that carry them. */
final class Pdvs {
    /** Four bytes by the standard; a few more are borne with. */
    private static final int LONGEST_RELEASE = 64;

    private final Wire wire;
    private int pduRemaining;
    private int remaining;
    private int contextId;
    private int control;

    Pdvs(Wire wire) {
        this.wire = wire;
    }

    /** Waits for a message to begin, and stands at its first value; false when the peer asks for release instead. */
    boolean awaitMessage() throws IOException {
        if (pduRemaining == 0) {
            wire.expectMessage();
            var type = wire.readByte();
            wire.expectRestOfMessage();
            if (type == Pdu.A_RELEASE_RQ) {
                skip(length(type, LONGEST_RELEASE));
                return false;
            }
            enter(type);
        } else {
            wire.expectRestOfMessage();
        }
        enterValue();
        return true;
    }

    /** Whether a message has begun already, as far as can be told without waiting for it. */
    boolean hasMessage() throws IOException {
        return pduRemaining > 0 || wire.hasMore();
    }

    /** Waits for a message to begin, so long at most; whether one has. */
    boolean awaitMessage(Duration most) throws IOException {
        return pduRemaining > 0 || wire.awaitMore(most);
    }

    /** Goes on to the next value of the same message. */
    void next() throws IOException {
        if (remaining > 0) {
            throw new IllegalStateException("the value before has not been read");
        }
        while (pduRemaining == 0) {
            enter(wire.readByte());
        }
        enterValue();
    }

    int contextId() {
        return contextId;
    }

    boolean isCommand() {
        return (control & Pdu.COMMAND) != 0;
    }

    boolean isLast() {
        return (control & Pdu.LAST) != 0;
    }

    /** Bytes of this value that have not been read. */
    int remaining() {
        return remaining;
    }

    /** Bytes of this value that can be read without waiting. */
    int buffered() {
        return Math.min(remaining, wire.available());
    }

    /** At least one byte of this value, at most length; there must be one. */
    int read(byte[] into, int from, int length) throws IOException {
        var count = wire.read(into, from, Math.min(length, remaining));
        remaining -= count;
        return count;
    }

    private void enter(int type) throws IOException {
        switch (type) {
            case Pdu.P_DATA_TF -> pduRemaining = length(type, Pdu.LONGEST_P_DATA);
            case Pdu.A_ABORT -> throw new Gone("the peer aborted the association");
            case Pdu.A_ASSOCIATE_RQ, Pdu.A_ASSOCIATE_AC, Pdu.A_ASSOCIATE_RJ, Pdu.A_RELEASE_RQ, Pdu.A_RELEASE_RP ->
                throw new Breach(AbortReason.UNEXPECTED_PDU, "a PDU of type " + type + " came at the wrong time");
            default -> throw new Breach(AbortReason.UNRECOGNIZED_PDU, "a PDU of unknown type " + type);
        }
    }

    private int length(int type, int most) throws IOException {
        wire.readByte();
        var length = wire.readInt();
        if (Integer.compareUnsigned(length, most) > 0) {
            throw new Breach(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "a PDU of type " + type + " claims " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private void enterValue() throws IOException {
        if (pduRemaining < Pdu.PDV_HEADER) {
            throw new Breach(AbortReason.INVALID_PDU_PARAMETER_VALUE, "a P-DATA-TF ends within a header");
        }
        var length = wire.readInt();
        if (length < 2 || length > pduRemaining - 4) {
            throw new Breach(AbortReason.INVALID_PDU_PARAMETER_VALUE, "a value does not fit its P-DATA-TF");
        }
        contextId = wire.readByte();
        control = wire.readByte();
        remaining = length - 2;
        pduRemaining -= 4 + length;
    }

    private void skip(int count) throws IOException {
        for (var i = 0; i < count; i++) {
            wire.readByte();
        }
    }
}
