package org.radhub.router.association;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An A-ASSOCIATE-RQ (PS3.8 9.3.2), as far as the hub minds it.
 *
 * @param titlesAndReserved bytes 11 to 74 as received
 * @param roles by abstract syntax, where a role selection was asked for
 * @param maxPduLength longest P-DATA-TF that the caller takes; 0 for any
 */
record AssociateRequest(
        int protocolVersion,
        byte[] titlesAndReserved,
        String applicationContext,
        List<PresentationContext.Proposed> contexts,
        Map<String, Role> roles,
        int maxPduLength) {

    private static final int TITLE = 16;
    private static final int TITLES_AND_RESERVED = 64;
    private static final int MOST_ROLES = 128;
    private static final int MOST_TRANSFER_SYNTAXES = 128;

    String calledAeTitle() {
        return title(0);
    }

    String callingAeTitle() {
        return title(TITLE);
    }

    /** Whether bit 0 says that version 1 is understood, and no other version alone. */
    boolean speaksVersion1() {
        return (protocolVersion & 1) == 1;
    }

    /** @param body the PDU without its six leading bytes */
    static AssociateRequest parse(byte[] body) throws Breach {
        try {
            return new Parser().parse(ByteBuffer.wrap(body));
        } catch (BufferUnderflowException e) {
            throw new Breach(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE, "an item of the A-ASSOCIATE-RQ is longer than its frame");
        }
    }

    /** Whatever no AE title can hold (PS3.5 6.2) is shown as a question mark, which none that is registered has. */
    private String title(int from) {
        var title = new String(titlesAndReserved, from, TITLE, StandardCharsets.ISO_8859_1).strip();
        return title.replaceAll("[^ -~]", "?");
    }

    private static final class Parser {
        private final List<PresentationContext.Proposed> contexts = new ArrayList<>();
        private final BitSet ids = new BitSet();
        private final Map<String, Role> roles = new HashMap<>();
        private String applicationContext = "";
        private int maxPduLength;

        AssociateRequest parse(ByteBuffer in) throws Breach {
            var version = Short.toUnsignedInt(in.getShort());
            in.getShort();
            var titles = new byte[TITLES_AND_RESERVED];
            in.get(titles);
            while (in.hasRemaining()) {
                var type = type(in);
                var item = item(in);
                switch (type) {
                    case 0x10 -> applicationContext = text(item);
                    case 0x20 -> contexts.add(context(item));
                    case 0x50 -> userInformation(item);
                    default -> {
                        // PS3.8 9.3.1: items that are not recognized are ignored.
                    }
                }
            }
            return new AssociateRequest(
                    version, titles, applicationContext, List.copyOf(contexts), Map.copyOf(roles), maxPduLength);
        }

        private PresentationContext.Proposed context(ByteBuffer in) throws Breach {
            var id = Byte.toUnsignedInt(in.get());
            // PS3.8 table 9-13: odd integers between 1 and 255.
            if (id % 2 == 0) {
                throw invalid("a presentation context " + id + ", which is not odd");
            }
            if (ids.get(id)) {
                throw invalid("presentation context " + id + " twice");
            }
            ids.set(id);
            in.get(new byte[3]);
            var abstractSyntax = Optional.<String>empty();
            var transferSyntaxes = new ArrayList<String>();
            while (in.hasRemaining()) {
                var type = type(in);
                var item = item(in);
                if (type == 0x30) {
                    abstractSyntax = Optional.of(text(item));
                } else if (type == 0x40 && transferSyntaxes.size() < MOST_TRANSFER_SYNTAXES) {
                    transferSyntaxes.add(text(item));
                }
            }
            return new PresentationContext.Proposed(
                    id, abstractSyntax.orElseThrow(() -> invalidContext(id)), List.copyOf(transferSyntaxes));
        }

        private void userInformation(ByteBuffer in) throws Breach {
            while (in.hasRemaining()) {
                var type = type(in);
                var item = item(in);
                if (type == 0x51) {
                    maxPduLength = item.getInt();
                } else if (type == 0x54) {
                    role(item);
                }
            }
            if (maxPduLength != 0 && Integer.compareUnsigned(maxPduLength, Pdu.PDV_HEADER) <= 0) {
                throw invalid("a maximum PDU length of " + maxPduLength);
            }
        }

        /** PS3.7 D.3.3.4.1. */
        private void role(ByteBuffer item) {
            var uid = text(item(item));
            var role = new Role(item.get() == 1, item.get() == 1);
            if (roles.size() < MOST_ROLES) {
                roles.put(uid, role);
            }
        }

        private static int type(ByteBuffer in) {
            var type = Byte.toUnsignedInt(in.get());
            in.get();
            return type;
        }

        private static ByteBuffer item(ByteBuffer in) {
            var length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            var item = in.slice(in.position(), length);
            in.position(in.position() + length);
            return item;
        }

        /** A UID: padding that some callers add is cut. */
        private static String text(ByteBuffer item) {
            return StandardCharsets.ISO_8859_1
                    .decode(item)
                    .toString()
                    .replace('\0', ' ')
                    .strip();
        }

        private static Breach invalid(String what) {
            return new Breach(AbortReason.INVALID_PDU_PARAMETER_VALUE, "the A-ASSOCIATE-RQ has " + what);
        }

        private static Breach invalidContext(int id) {
            return invalid("a presentation context " + id + " without an abstract syntax");
        }
    }
}
