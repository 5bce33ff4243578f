package org.radhub.router.association;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** A command set as received (PS3.7 6.3.1): elements of group 0000 in Implicit VR Little Endian, none of them nested. */
public final class CommandSet {
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_GET_RQ = 0x0010;
    public static final int C_FIND_RQ = 0x0020;
    public static final int C_MOVE_RQ = 0x0021;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int N_EVENT_REPORT_RQ = 0x0100;
    public static final int N_GET_RQ = 0x0110;
    public static final int N_SET_RQ = 0x0120;
    public static final int N_ACTION_RQ = 0x0130;
    public static final int N_CREATE_RQ = 0x0140;
    static final int C_CANCEL_RQ = 0x0FFF;

    static final int NO_DATA_SET = 0x0101;
    static final int A_DATA_SET = 0x0000;

    private static final int RESPONSE = 0x8000;
    private static final int NORMALIZED = 0x0100;

    private final Map<Integer, ByteBuffer> values;
    private final int field;

    private CommandSet(Map<Integer, ByteBuffer> values) throws Breach {
        this.values = values;
        this.field = number(Element.COMMAND_FIELD).orElseThrow(() -> broken("no command field"));
    }

    static CommandSet parse(byte[] bytes) throws Breach {
        var values = new HashMap<Integer, ByteBuffer>();
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                throw broken("an element cut short");
            }
            var group = Short.toUnsignedInt(in.getShort());
            var element = Short.toUnsignedInt(in.getShort());
            var length = in.getInt();
            if (group != 0 || length < 0 || length > in.remaining()) {
                throw broken("an element of another group, or longer than its frame");
            }
            values.put(element, in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            in.position(in.position() + length);
        }
        return new CommandSet(values);
    }

    /** Command Field (0000,0100). */
    public int field() {
        return field;
    }

    public boolean hasDataSet() {
        return number(Element.COMMAND_DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    public int messageId() {
        return number(Element.MESSAGE_ID).orElse(0);
    }

    /** Of a response; one that says nothing has failed. */
    public int status() {
        return number(Element.STATUS).orElse(Status.PROCESSING_FAILURE);
    }

    /** An unsigned short, if it is there. */
    public OptionalInt number(Element element) {
        var value = values.get(element.number);
        return value == null || value.remaining() < 2
                ? OptionalInt.empty()
                : OptionalInt.of(Short.toUnsignedInt(value.getShort(0)));
    }

    /** Without padding; empty when there is none. Whatever the peer sent, so check it before it goes anywhere. */
    public String text(Element element) {
        var value = values.get(element.number);
        return value == null
                ? ""
                : StandardCharsets.ISO_8859_1
                        .decode(value.duplicate())
                        .toString()
                        .replace('\0', ' ')
                        .strip();
    }

    boolean isResponse() {
        return (field & RESPONSE) != 0;
    }

    /** Of the DIMSE-N services (PS3.7 10). */
    boolean isNormalized() {
        return (field & NORMALIZED) != 0;
    }

    /** Empty when there is none. */
    String affectedSopClassUid() {
        return text(Element.AFFECTED_SOP_CLASS_UID);
    }

    /** Empty when there is none. */
    String affectedSopInstanceUid() {
        return text(Element.AFFECTED_SOP_INSTANCE_UID);
    }

    /** The response to this command, without a data set. */
    byte[] response(Status status) {
        return response(Reply.of(status));
    }

    /** The response to this command: what the request was about, the status, and what the reply says beyond. */
    byte[] response(Reply reply) {
        var status = reply.status();
        var out = new CommandElements();
        repeat(out, Element.AFFECTED_SOP_CLASS_UID, Element.REQUESTED_SOP_CLASS_UID);
        out.put(Element.COMMAND_FIELD, field | RESPONSE);
        out.put(Element.MESSAGE_ID_BEING_RESPONDED_TO, messageId());
        out.put(Element.COMMAND_DATA_SET_TYPE, reply.dataSet().isPresent() ? A_DATA_SET : NO_DATA_SET);
        out.put(Element.STATUS, status.code());
        if (!status.comment().isEmpty()) {
            out.put(Element.ERROR_COMMENT, status.comment());
        }
        repeat(out, Element.AFFECTED_SOP_INSTANCE_UID, Element.REQUESTED_SOP_INSTANCE_UID);
        if (isNormalized()) {
            number(Element.EVENT_TYPE_ID).ifPresent(id -> out.put(Element.EVENT_TYPE_ID, id));
            number(Element.ACTION_TYPE_ID).ifPresent(id -> out.put(Element.ACTION_TYPE_ID, id));
        }
        return out.putAll(reply.elements()).encoded();
    }

    /** The response calls affected what the request called affected or requested. */
    private void repeat(CommandElements out, Element affected, Element requested) {
        var uid = text(affected).isEmpty() ? text(requested) : text(affected);
        if (SopClasses.isUid(uid)) {
            out.put(affected, uid);
        }
    }

    private static Breach broken(String what) {
        return new Breach(AbortReason.INVALID_PDU_PARAMETER_VALUE, "the command set has " + what);
    }
}
