package org.radhub.router.association;

/** What no A-ASSOCIATE-RQ and no command set must do to whoever parses it. The first byte of an input chooses. */
public final class AssociateRequestTarget {
    private AssociateRequestTarget() {}

    /** As the fuzzer takes it: the PDU without its six leading bytes. */
    static byte[] request(byte[] pdu) {
        var input = new byte[pdu.length - Pdu.HEADER + 1];
        System.arraycopy(pdu, Pdu.HEADER, input, 1, pdu.length - Pdu.HEADER);
        return input;
    }

    static byte[] command(byte[] commandSet) {
        var input = new byte[commandSet.length + 1];
        input[0] = 1;
        System.arraycopy(commandSet, 0, input, 1, commandSet.length);
        return input;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
        try {
            if ((input[0] & 1) == 0) {
                answer(AssociateRequest.parse(bytes));
            } else {
                answer(CommandSet.parse(bytes));
            }
        } catch (Breach e) {
            require(e.getMessage().length() < 200, "a breach that says too much");
        }
    }

    private static void answer(AssociateRequest request) {
        var agreed = Negotiation.answer(request, Services.NONE);
        require(agreed.contexts().size() == request.contexts().size(), "a presentation context without an answer");
        var accept = Pdu.accept(request, agreed, 16384);
        int length = java.nio.ByteBuffer.wrap(accept).getInt(2);
        require(length == accept.length - Pdu.HEADER, "a PDU that says a wrong length");
        require(
                request.callingAeTitle().length() <= 16
                        && request.calledAeTitle().length() <= 16,
                "a long AE title");
    }

    private static void answer(CommandSet command) throws Breach {
        var response = CommandSet.parse(command.response(Status.cannotUnderstand("no")));
        require(response.isResponse(), "a response that is none");
        require(response.field() == (command.field() | 0x8000), "the response to something else");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
