package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** PDUs and messages as they go over the wire, made and taken apart without the hub's own code. */
final class Messages {
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

    private static byte[] uid(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] pdata(byte context, int control, byte[] value) {
        return pdu(
                4,
                ByteBuffer.allocate(value.length + 6)
                        .putInt(value.length + 2)
                        .put(context)
                        .put((byte) control)
                        .put(value)
                        .array());
    }

    /** A command set in Implicit VR Little Endian. */
    static final class Command {
        private final Map<Integer, byte[]> values = new ConcurrentHashMap<>();

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

        int number(int element) {
            return Short.toUnsignedInt(ByteBuffer.wrap(values.get(element))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort());
        }

        String text(int element) {
            return new String(values.get(element), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
        }
    }

    static byte[] response(byte context, Command command, int status, String comment) {
        var set = new ByteArrayOutputStream();
        set.writeBytes(element(0x0100, number(command.number(0x0100) | 0x8000)));
        set.writeBytes(element(0x0120, number(command.number(0x0110))));
        set.writeBytes(element(0x0800, number(0x0101)));
        set.writeBytes(element(0x0900, number(status)));
        if (!comment.isEmpty()) {
            var even = comment.length() % 2 == 0 ? comment : comment + " ";
            set.writeBytes(element(0x0902, even.getBytes(StandardCharsets.US_ASCII)));
        }
        return pdata(context, 3, set.toByteArray());
    }

    static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    static byte[] item(int type, byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    private static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }
}
