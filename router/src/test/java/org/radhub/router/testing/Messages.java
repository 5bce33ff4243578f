package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** PDUs and messages as they go over the wire, made and taken apart without the hub's own code. */
public final class Messages {
    static final int MAX_PDU = 64 << 10;
    static final int NO_DATA_SET = 0x0101;

    private Messages() {}

    /** Values of the UID elements (0008,xxxx) of a data set in Implicit VR Little Endian, however deep they are. */
    static List<String> uids(byte[] dataSet, int element) {
        var all = new ArrayList<String>();
        var in = ByteBuffer.wrap(dataSet).order(ByteOrder.LITTLE_ENDIAN);
        for (var at = 0; at + 8 <= dataSet.length; at++) {
            if (in.getShort(at) == 0x0008 && Short.toUnsignedInt(in.getShort(at + 2)) == element) {
                var value = new String(dataSet, at + 8, in.getInt(at + 4), StandardCharsets.US_ASCII);
                all.add(value.replace('\0', ' ').strip());
            }
        }
        return all;
    }

    static byte[] reportCommand(int eventType) {
        var set = new ByteArrayOutputStream();
        set.writeBytes(element(0x0002, uid("1.2.840.10008.1.20.1")));
        set.writeBytes(element(0x0100, number(0x0100)));
        set.writeBytes(element(0x0110, number(77)));
        set.writeBytes(element(0x0800, number(0)));
        set.writeBytes(element(0x1000, uid("1.2.840.10008.1.20.1.1")));
        set.writeBytes(element(0x1002, number(eventType)));
        return set.toByteArray();
    }

    static byte[] report(String transaction, Set<String> kept, Set<String> lost) {
        var set = new ByteArrayOutputStream();
        set.writeBytes(in8(element(0x1195, uid(transaction))));
        if (!lost.isEmpty()) {
            set.writeBytes(in8(element(0x1198, items(lost, in8(element(0x1197, number(0x0110)))))));
        }
        set.writeBytes(in8(element(0x1199, items(kept, new byte[0]))));
        return set.toByteArray();
    }

    private static byte[] items(Set<String> uids, byte[] more) {
        var items = new ByteArrayOutputStream();
        for (var uid : uids) {
            var item = new ByteArrayOutputStream();
            item.writeBytes(in8(element(0x1150, uid("1.2.840.10008.5.1.4.1.1.2"))));
            item.writeBytes(in8(element(0x1155, uid(uid))));
            item.writeBytes(more);
            items.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0xE000FFFE)
                    .putInt(item.size())
                    .array());
            items.writeBytes(item.toByteArray());
        }
        return items.toByteArray();
    }

    /** The element in group 0008. */
    private static byte[] in8(byte[] element) {
        element[0] = 8;
        return element;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] uid(String uid) {
        return ascii(uid.length() % 2 == 0 ? uid : uid + '\0');
    }

    /** A P-DATA-TF of one presentation data value. */
    public static byte[] pdata(int context, int control, byte[] value) {
        return pdu(4, pdv(context, control, value));
    }

    public static byte[] pdv(int context, int control, byte[] value) {
        return ByteBuffer.allocate(6 + value.length)
                .putInt(2 + value.length)
                .put((byte) context)
                .put((byte) control)
                .put(value)
                .array();
    }

    /** A command set in Implicit VR Little Endian. */
    static final class Command {
        private final Map<Integer, byte[]> values = new TreeMap<>();

        Command(byte[] bytes, int from) {
            var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(from);
            while (in.hasRemaining()) {
                in.getShort();
                var element = Short.toUnsignedInt(in.getShort());
                var value = new byte[in.getInt()];
                in.get(value);
                values.put(element, value);
            }
        }

        /** -1 where there is no such element. */
        int number(int element) {
            var value = values.get(element);
            return value == null
                    ? -1
                    : Short.toUnsignedInt(ByteBuffer.wrap(value)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getShort());
        }

        /** Empty where there is no such element. */
        String text(int element) {
            return new String(values.getOrDefault(element, new byte[0]), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
        }

        boolean hasDataSet() {
            return number(0x0800) != NO_DATA_SET;
        }
    }

    /** Proposes, with one transfer syntax at least. */
    public static byte[] context(int id, String abstractSyntax, String... transferSyntaxes) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) id, 0, 0, 0});
        body.writeBytes(item(0x30, ascii(abstractSyntax)));
        for (var transferSyntax : transferSyntaxes) {
            body.writeBytes(item(0x40, ascii(transferSyntax)));
        }
        return item(0x20, body.toByteArray());
    }

    /** @param result 0: accepted (PS3.8 9.3.3.2) */
    static byte[] contextAnswer(int id, int result, String transferSyntax) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) id, 0, (byte) result, 0});
        body.writeBytes(item(0x40, ascii(transferSyntax)));
        return item(0x21, body.toByteArray());
    }

    /** A proposed presentation context. */
    record Proposed(int id, String abstractSyntax, String transferSyntax) {
        static Proposed of(byte[] item) {
            var in = ByteBuffer.wrap(item).position(4);
            return new Proposed(item[0], next(in), next(in));
        }

        private static String next(ByteBuffer in) {
            in.getShort();
            return counted(in);
        }
    }

    /** Text with its length before it. */
    static String counted(ByteBuffer in) {
        var text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** SCP/SCU role selection (PS3.7 D.3.3.4). */
    public static byte[] role(String abstractSyntax, int scu, int scp) {
        var uid = ascii(abstractSyntax);
        return item(
                0x54,
                ByteBuffer.allocate(uid.length + 4)
                        .putShort((short) uid.length)
                        .put(uid)
                        .put((byte) scu)
                        .put((byte) scp)
                        .array());
    }

    /** The body of an A-ASSOCIATE-RQ to the hub. */
    static byte[] associate(String calling, byte[] contexts, byte[] roles) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(ascii("%-16s%-16s".formatted("RADHUB", calling)));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, ascii("1.2.840.10008.3.1.1.1")));
        body.writeBytes(contexts);
        body.writeBytes(user(roles));
        return body.toByteArray();
    }

    /** User information: how long PDUs may be, and roles. */
    static byte[] user(byte[] roles) {
        var user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array()));
        user.writeBytes(roles);
        return item(0x50, user.toByteArray());
    }

    static byte[] response(int context, Command command, int status, String comment) {
        return pdata(context, 3, answer(command, status, comment));
    }

    /** The command set of a response without a data set. */
    static byte[] answer(Command command, int status, String comment) {
        var set = new ByteArrayOutputStream();
        set.writeBytes(element(0x0100, number(command.number(0x0100) | 0x8000)));
        set.writeBytes(element(0x0120, number(command.number(0x0110))));
        set.writeBytes(element(0x0800, number(NO_DATA_SET)));
        set.writeBytes(element(0x0900, number(status)));
        if (!comment.isEmpty()) {
            set.writeBytes(element(0x0902, ascii(comment.length() % 2 == 0 ? comment : comment + " ")));
        }
        return set.toByteArray();
    }

    public static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    public static byte[] item(int type, byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    public static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    public static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }
}
