package org.radhub.router.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.Listener;
import org.radhub.router.Uncompressed;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.SendingHub;
import org.radhub.router.testing.Workstation;
import org.radhub.router.testing.Workstation.Answer;
import org.radhub.router.testing.Workstation.Taken;
import org.radhub.storage.Attributes;
import org.radhub.storage.Instance;

/**
 * C-GET of what cannot be sent in any transfer syntax that was agreed: of a video in a SOP class of still images, or of compressed images where the
 * hub has no codecs for its machine. What can be sent comes all the same.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WithoutCodecsTest {
    private static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";
    private static final String MPEG_4 = "1.2.840.10008.1.2.4.102";
    private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";
    private static final String WORKSTATION = "COUNTYA_WS";
    private static final String STUDY = "1.2.826.7";
    private static final String VIDEO = SendingHub.uid(STUDY, 1);
    private static final String COMPRESSED = SendingHub.uid(STUDY, 2);
    private static final String PLAIN = SendingHub.uid(STUDY, 3);

    @TempDir
    Path home;

    @Test
    void what_the_codecs_cannot_decompress_is_a_failed_suboperation_that_is_named_and_says_why() throws IOException {
        try (var hub = hub(Optional.of(new Codecs()));
                var asker = asker(hub, MPEG_4, Workstation.EXPLICIT)) {
            // One context, of which it would like the video best, and in which the hub can send more in the other.
            var last = ended(asker);

            assertThat(last.status()).isEqualTo(0xB000);
            assertThat(counts(last)).containsExactly(2, 1, 0);
            assertThat(failed(last)).containsExactly(VIDEO);
            assertThat(last.comment()).startsWith("1 failed: A900 no codec for " + MPEG_4);
            assertThat(asker.received).containsOnlyKeys(COMPRESSED, PLAIN);
            assertThat(asker.received.get(COMPRESSED)).isEqualTo(Codecs.DECOMPRESSED);

            // The association is as good as before.
            assertThat(counts(ended(asker))).containsExactly(2, 1, 0);
            asker.release();
        }
    }

    @Test
    void without_any_codecs_what_is_compressed_fails_and_is_named_and_what_is_not_comes() throws IOException {
        try (var hub = hub(Optional.empty());
                var asker = asker(hub, JPEG_2000, Workstation.EXPLICIT)) {
            var last = ended(asker);

            assertThat(last.status()).isEqualTo(0xB000);
            assertThat(counts(last)).containsExactly(1, 2, 0);
            assertThat(failed(last)).containsExactly(VIDEO, COMPRESSED);
            assertThat(last.comment()).startsWith("2 failed: not accepted in the transfer syntax");
            assertThat(asker.received).containsOnlyKeys(PLAIN);
            asker.release();
        }
    }

    @Test
    void where_nothing_can_be_sent_all_of_it_has_failed() throws IOException {
        try (var hub = hub(Optional.of(new Codecs()));
                var asker = asker(hub, Workstation.EXPLICIT)) {
            var answers = asker.get(Attributes.builder()
                    .put(0x00080052, "IMAGE")
                    .put(0x0020000D, STUDY)
                    .put(0x0020000E, STUDY + ".1")
                    .put(0x00080018, VIDEO)
                    .build());

            assertThat(answers).singleElement().satisfies(only -> {
                assertThat(only.status()).isEqualTo(0xA702);
                assertThat(counts(only)).containsExactly(0, 1, 0);
                assertThat(failed(only)).containsExactly(VIDEO);
            });
            asker.release();
        }
    }

    /** For still images alone. */
    private static final class Codecs implements Uncompressed {
        static final byte[] DECOMPRESSED = new byte[100];

        @Override
        public InputStream dataSet(Instance instance, String transferSyntaxUid, String recipient) throws IOException {
            if (instance.transferSyntaxUid().equals(MPEG_4)) {
                throw new Impossible("no codec for " + instance.transferSyntaxUid(), null);
            }
            return new ByteArrayInputStream(DECOMPRESSED);
        }

        @Override
        public Part10 file(Instance instance, String recipient) {
            throw new AssertionError("C-GET sends data sets");
        }
    }

    private SendingHub hub(Optional<Uncompressed> codecs) throws IOException {
        var hub = new SendingHub(home, TestDatabase.fresh(), codecs);
        hub.a(Devices.class).put(new Device(WORKSTATION, SendingHub.SITE, "", "", List.of("127.0.0.0/8"), true));
        hub.receive(STUDY, List.of(MPEG_4, JPEG_2000, Images.EXPLICIT));
        await().atMost(Duration.ofSeconds(60)).until(() -> hub.study(STUDY).instanceCount() == 3);
        return hub;
    }

    /** One context for still images, in any of these. */
    private static Workstation asker(SendingHub hub, String... transferSyntaxes) throws IOException {
        return new Workstation(
                hub.a(Listener.class).port(),
                WORKSTATION,
                STUDY_ROOT_GET,
                Workstation.EXPLICIT,
                new Taken(Images.CT, List.of(transferSyntaxes)));
    }

    private static Answer ended(Workstation asker) throws IOException {
        var answers = asker.get(Attributes.builder()
                .put(0x00080052, "STUDY")
                .put(0x0020000D, STUDY)
                .build());
        return answers.get(answers.size() - 1);
    }

    /** Completed, failed and warning sub-operations. */
    private static List<Integer> counts(Answer answer) {
        return List.of(answer.number(0x1021), answer.number(0x1022), answer.number(0x1023));
    }

    private static List<String> failed(Answer answer) {
        return answer.attributes().values(0x00080058);
    }
}
