package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radhub.registry.testing.Fuzzing;

/** Whatever bytes come over the network. */
class FuzzTest {
    @Test
    void no_request_and_no_command_that_a_fuzzer_makes_breaks_who_parses_it() throws Exception {
        Fuzzing.run(AssociateRequestTarget.class, requests());
    }

    @Test
    void no_conversation_that_a_fuzzer_makes_ends_otherwise_than_a_conversation_does() throws Exception {
        Fuzzing.run(ConversationTarget.class, conversations());
    }

    @Test
    void what_once_broke_it_does_not_any_more() throws Exception {
        for (var input : requests()) {
            assertThatCode(() -> AssociateRequestTarget.fuzzerTestOneInput(input))
                    .doesNotThrowAnyException();
        }
        for (var input : conversations()) {
            assertThatCode(() -> ConversationTarget.fuzzerTestOneInput(input)).doesNotThrowAnyException();
        }
    }

    private static List<byte[]> requests() throws Exception {
        var inputs = new ArrayList<>(Fuzzing.remembered(AssociateRequestTarget.class));
        inputs.add(AssociateRequestTarget.request(Peer.associateRequest(Hub.CT, "RADHUB")));
        inputs.add(AssociateRequestTarget.command(Peer.command(0x0001, Peer.CT_IMAGE, "1.2.3", true)));
        inputs.add(AssociateRequestTarget.command(Peer.command(0x0030, Peer.VERIFICATION, "", false)));
        return inputs;
    }

    private static List<byte[]> conversations() throws Exception {
        var inputs = new ArrayList<>(Fuzzing.remembered(ConversationTarget.class));
        for (int first = 0; first < 3; first++) {
            var all = new ByteArrayOutputStream();
            all.writeBytes(Peer.pdata(
                    Peer.ECHO_CONTEXT, Pdu.COMMAND | Pdu.LAST, Peer.command(0x0030, Peer.VERIFICATION, "", false)));
            all.writeBytes(Peer.storeRequest("1.2.3"));
            all.writeBytes(Peer.pdata(Peer.STORE_CONTEXT, 0, new byte[] {(byte) first, 2, 3, 4}));
            all.writeBytes(Peer.pdata(Peer.STORE_CONTEXT, Pdu.LAST, new byte[100]));
            all.writeBytes(Peer.pdu(Pdu.A_RELEASE_RQ, new byte[4]));
            inputs.add(all.toByteArray());
        }
        return inputs;
    }
}
