package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetContextsTest {
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final String LOSSLESS_JPEG = "1.2.840.10008.1.2.4.70";
    private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";
    private static final String MPEG_4 = "1.2.840.10008.1.2.4.102";
    private static final String VIDEO_ENDOSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.1.1";
    private static final Role SENDS = new Role(true, false);
    private static final Role GETS = new Role(false, true);
    private static final Role BOTH = new Role(true, true);

    @ParameterizedTest
    @CsvSource({
        LOSSLESS_JPEG + " " + EXPLICIT + " " + BIG_ENDIAN + " " + IMPLICIT + ", " + EXPLICIT,
        LOSSLESS_JPEG + " " + IMPLICIT + ", " + IMPLICIT,
        IMPLICIT + " " + EXPLICIT + " " + DEFLATED + " " + BIG_ENDIAN + ", " + IMPLICIT,
        DEFLATED + " " + IMPLICIT + " " + EXPLICIT + ", " + EXPLICIT,
        BIG_ENDIAN + " " + EXPLICIT + ", " + EXPLICIT,
        IMPLICIT + ", " + IMPLICIT,
        JPEG_2000 + " " + LOSSLESS_JPEG + ", " + JPEG_2000
    })
    void whoever_gets_instances_is_answered_what_all_of_them_can_be_sent_in(String proposed, String accepted) {
        assertThat(answer(Peer.CT_IMAGE, GETS, proposed)).containsExactly(accepted);
    }

    @Test
    void whoever_sends_instances_is_left_its_first_choice_even_if_it_gets_some_as_well() {
        var proposed = LOSSLESS_JPEG + " " + EXPLICIT + " " + IMPLICIT;
        assertThat(answer(Peer.CT_IMAGE, SENDS, proposed)).containsExactly(LOSSLESS_JPEG);
        assertThat(answer(Peer.CT_IMAGE, BOTH, proposed)).containsExactly(LOSSLESS_JPEG);
    }

    @Test
    void contexts_with_one_transfer_syntax_each_are_answered_as_they_are() {
        assertThat(answer(Peer.CT_IMAGE, GETS, JPEG_2000, EXPLICIT, IMPLICIT, LOSSLESS_JPEG))
                .containsExactly(JPEG_2000, EXPLICIT, IMPLICIT, LOSSLESS_JPEG);
    }

    @Test
    void one_context_of_several_is_enough_to_take_everything_and_the_others_take_what_is_compressed() {
        assertThat(answer(Peer.CT_IMAGE, GETS, IMPLICIT + " " + EXPLICIT, JPEG_2000 + " " + EXPLICIT))
                .containsExactly(IMPLICIT, JPEG_2000);
        assertThat(answer(
                        Peer.CT_IMAGE,
                        GETS,
                        JPEG_2000 + " " + EXPLICIT,
                        LOSSLESS_JPEG + " " + EXPLICIT,
                        JPEG_2000 + " " + LOSSLESS_JPEG))
                .containsExactly(JPEG_2000, EXPLICIT, JPEG_2000);
    }

    @Test
    void a_video_can_be_got_as_nothing_but_a_video() {
        assertThat(answer(VIDEO_ENDOSCOPIC, GETS, MPEG_4 + " " + EXPLICIT)).containsExactly(MPEG_4);
    }

    @Test
    void what_one_sop_class_is_got_in_is_not_what_another_is_sent_in() {
        var proposed = List.of(
                proposed(1, Peer.CT_IMAGE, LOSSLESS_JPEG + " " + EXPLICIT),
                proposed(3, VIDEO_ENDOSCOPIC, JPEG_2000 + " " + EXPLICIT),
                proposed(5, "1.2.840.10008.5.1.4.1.2.2.1", IMPLICIT + " " + EXPLICIT));
        assertThat(answer(proposed, Map.of(Peer.CT_IMAGE, GETS)))
                .extracting(PresentationContext::id, PresentationContext::accepted)
                .containsExactly(tuple(1, true), tuple(3, true), tuple(5, false));
        assertThat(answer(proposed, Map.of(Peer.CT_IMAGE, GETS)))
                .extracting(PresentationContext::transferSyntaxUid)
                .startsWith(EXPLICIT, JPEG_2000);
    }

    private static List<String> answer(String sopClass, Role role, String... contexts) {
        var proposed = new ArrayList<PresentationContext.Proposed>();
        for (var transferSyntaxes : contexts) {
            proposed.add(proposed(2 * proposed.size() + 1, sopClass, transferSyntaxes));
        }
        return answer(proposed, Map.of(sopClass, role)).stream()
                .map(PresentationContext::transferSyntaxUid)
                .toList();
    }

    private static List<PresentationContext> answer(
            List<PresentationContext.Proposed> proposed, Map<String, Role> roles) {
        var request = new AssociateRequest(1, new byte[64], "", proposed, roles, 0);
        return Negotiation.answer(request, Services.NONE).contexts();
    }

    private static PresentationContext.Proposed proposed(int id, String sopClass, String transferSyntaxes) {
        return new PresentationContext.Proposed(id, sopClass, List.of(transferSyntaxes.split(" ")));
    }
}
