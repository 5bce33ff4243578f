package org.radhub.router.association;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A command set (PS3.7 6.3.1): elements of group 0000 in Implicit VR Little Endian, none of them nested. */
final class CommandSet {
    static final int C_STORE_RQ = 0x0001;
    static final int C_ECHO_RQ = 0x0030;
    static final int C_CANCEL_RQ = 0x0FFF;

    private static final int RESPONSE = 0x8000;
    private static final int NO_DATA_SET = 0x0101;

    private static final int GROUP_LENGTH = 0x0000;
    private static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    private static final int COMMAND_FIELD = 0x0100;
    private static final int MESSAGE_ID = 0x0110;
    private static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x0120;
    private static final int COMMAND_DATA_SET_TYPE = 0x0800;
    private static final int STATUS = 0x0900;
    private static final int ERROR_COMMENT = 0x0902;
    private static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;

    private static final int LONGEST_COMMENT = 64;

    private final Map<Integer, ByteBuffer> values;
    private final int field;

    private CommandSet(Map<Integer, ByteBuffer> values) throws Breach {
        this.values = values;
        this.field = number(COMMAND_FIELD).orElseThrow(() -> broken("no command field"));
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

    int field() {
        return field;
    }

    boolean isResponse() {
        return (field & RESPONSE) != 0;
    }

    boolean hasDataSet() {
        return number(COMMAND_DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    int messageId() {
        return number(MESSAGE_ID).orElse(0);
    }

    /** Empty when there is none. */
    String affectedSopClassUid() {
        return text(AFFECTED_SOP_CLASS_UID);
    }

    /** Empty when there is none. */
    String affectedSopInstanceUid() {
        return text(AFFECTED_SOP_INSTANCE_UID);
    }

    /** The response to this command, without a data set. */
    byte[] response(Status status) {
        var out = new ByteArrayOutputStream(256);
        var sopClass = affectedSopClassUid();
        if (SopClasses.isUid(sopClass)) {
            put(out, AFFECTED_SOP_CLASS_UID, sopClass, '\0');
        }
        put(out, COMMAND_FIELD, field | RESPONSE);
        put(out, MESSAGE_ID_BEING_RESPONDED_TO, messageId());
        put(out, COMMAND_DATA_SET_TYPE, NO_DATA_SET);
        put(out, STATUS, status.code());
        if (!status.comment().isEmpty()) {
            put(out, ERROR_COMMENT, comment(status.comment()), ' ');
        }
        var sopInstance = affectedSopInstanceUid();
        if (SopClasses.isUid(sopInstance)) {
            put(out, AFFECTED_SOP_INSTANCE_UID, sopInstance, '\0');
        }
        var rest = out.toByteArray();
        return ByteBuffer.allocate(12 + rest.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(element(GROUP_LENGTH, 4).putInt(rest.length).array())
                .put(rest)
                .array();
    }

    private Optional<Integer> number(int element) {
        return Optional.ofNullable(values.get(element))
                .filter(value -> value.remaining() >= 2)
                .map(value -> Short.toUnsignedInt(value.getShort(0)));
    }

    private String text(int element) {
        var value = values.get(element);
        return value == null
                ? ""
                : StandardCharsets.ISO_8859_1
                        .decode(value.duplicate())
                        .toString()
                        .replace('\0', ' ')
                        .strip();
    }

    private static void put(ByteArrayOutputStream out, int element, int number) {
        out.writeBytes(element(element, 2).putShort((short) number).array());
    }

    private static void put(ByteArrayOutputStream out, int element, String text, char padding) {
        var even = text.length() % 2 == 0 ? text : text + padding;
        out.writeBytes(element(element, even.length())
                .put(even.getBytes(StandardCharsets.US_ASCII))
                .array());
    }

    private static ByteBuffer element(int element, int length) {
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(length);
    }

    /** As an LO of the default repertoire (PS3.5 6.2) can say it. */
    private static String comment(String text) {
        var plain = new StringBuilder();
        text.chars()
                .limit(LONGEST_COMMENT)
                .map(c -> c == '\\' ? '/' : c < ' ' ? ' ' : c > '~' ? '?' : c)
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static Breach broken(String what) {
        return new Breach(AbortReason.INVALID_PDU_PARAMETER_VALUE, "the command set has " + what);
    }
}
