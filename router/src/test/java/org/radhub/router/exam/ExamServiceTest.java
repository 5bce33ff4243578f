package org.radhub.router.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.router.exam.ExamService.PERFORMED_PROCEDURE_STEP;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Device;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Modality;
import org.radhub.storage.Attributes;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamServiceTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String STEP = "1.2.9.1";

    @TempDir
    Path home;

    private Hub hub;
    private Modality modality;

    @BeforeEach
    void start() throws IOException {
        hub = Hub.storing(home, Map.of());
        modality = Modality.calling(hub.port(), Hub.CT, CT, PERFORMED_PROCEDURE_STEP);
    }

    @AfterEach
    void stop() throws IOException {
        modality.close();
        hub.close();
    }

    @Test
    void an_exam_that_its_device_completes_completes_the_study_with_the_images_that_it_names() throws IOException {
        assertThat(create(STEP, said("IN PROGRESS")).status()).isZero();
        assertThat(modality.store(CT, instance(1)).status()).isZero();
        assertThat(set(STEP, completed("COMPLETED", 1, 2)).status()).isZero();
        assertThat(evidence()).isEmpty();

        assertThat(modality.store(CT, instance(2)).status()).isZero();

        await().until(() -> evidence().equals("MPPS_COMPLETED"));
    }

    @Test
    void who_began_and_who_ended_which_exam_is_on_the_trail() throws IOException {
        create(STEP, said("IN PROGRESS"));
        set(STEP, Attributes.builder().put(0x00400254, "头颅 CT").build());
        set(STEP, completed("COMPLETED", 1));

        var lines = hub.trail().about("1.2.1", 10);
        assertThat(lines)
                .extracting(line -> line.access().action())
                .containsExactly(AuditAction.PROCEDURE_RECORD, AuditAction.PROCEDURE_RECORD);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.access().actor()).isEqualTo(Hub.CT);
            assertThat(line.access().site()).isEqualTo("COUNTYA");
            assertThat(line.access().detail()).contains(STEP);
        });
        assertThat(lines.get(0).access().detail()).contains("exam completed");
        assertThat(lines.get(1).access().detail()).contains("exam begun");
    }

    @Test
    void a_step_is_begun_once_and_says_so() throws IOException {
        var first = create(STEP, said("IN PROGRESS"));
        assertThat(first.status()).isZero();
        assertThat(first.text(0x1000)).isEqualTo(STEP);
        assertThat(create(STEP, said("IN PROGRESS")).status()).isEqualTo(0x0111);
    }

    @Test
    void a_step_without_uid_is_given_one() throws IOException {
        var created = create("", said("IN PROGRESS"));
        assertThat(created.status()).isZero();
        assertThat(created.text(0x1000)).startsWith("2.25.");
        assertThat(set(created.text(0x1000), completed("DISCONTINUED")).status())
                .isZero();
    }

    @Test
    void a_step_that_has_ended_is_never_changed() throws IOException {
        create(STEP, said("IN PROGRESS"));
        assertThat(set(STEP, completed("DISCONTINUED", 1)).status()).isZero();

        var late = set(STEP, completed("COMPLETED", 1, 2));

        assertThat(late.status()).isEqualTo(0x0110);
        assertThat(late.number(0x0903)).isEqualTo(0xA710);
        assertThat(state()).isEqualTo("DISCONTINUED");
    }

    @Test
    void what_is_set_replaces_what_was_said_before_and_nothing_else() throws IOException {
        create(STEP, said("IN PROGRESS"));
        assertThat(set(STEP, Attributes.builder().put(0x00400254, "头颅 CT").build())
                        .status())
                .isZero();
        assertThat(set(STEP, completed("COMPLETED")).status()).isZero();

        var kept = hub.jdbc()
                .sql("select data_set from router.performed_step")
                .query(byte[].class)
                .single();
        var step = read(kept);
        assertThat(step.text(0x00400254)).isEqualTo("头颅 CT");
        assertThat(step.text(Step.STATUS)).isEqualTo("COMPLETED");
        assertThat(step.text(0x00100010)).isEqualTo("Zhang^Wei=张^伟");
    }

    @Test
    void what_is_no_beginning_and_what_is_not_there_is_refused() throws IOException {
        assertThat(create(STEP, said("COMPLETED")).status()).isEqualTo(0x0106);
        assertThat(create(
                                STEP,
                                Attributes.builder()
                                        .put(Step.STATUS, "IN PROGRESS")
                                        .build())
                        .status())
                .isEqualTo(0x0120);
        assertThat(set(STEP, completed("COMPLETED")).status()).isEqualTo(0x0112);
        create(STEP, said("IN PROGRESS"));
        assertThat(set(STEP, completed("FINISHED")).status()).isEqualTo(0x0106);
        assertThat(modality.ask(
                                0x0110,
                                PERFORMED_PROCEDURE_STEP,
                                Map.of(0x0003, PERFORMED_PROCEDURE_STEP, 0x1001, STEP),
                                said("IN PROGRESS"))
                        .status())
                .isEqualTo(0x0211);
    }

    @Test
    void a_step_belongs_to_its_hospital() throws IOException {
        create(STEP, said("IN PROGRESS"));
        hub.get(Sites.class).put(new Site("COUNTYB", "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        hub.register(new Device("COUNTYB_CT", "COUNTYB", "CT", "CT", List.of("127.0.0.0/8"), true));
        modality.close();
        modality = Modality.calling(hub.port(), "COUNTYB_CT", PERFORMED_PROCEDURE_STEP);

        assertThat(set(STEP, completed("COMPLETED")).status()).isEqualTo(0x0112);
        assertThat(state()).isEqualTo("IN_PROGRESS");
    }

    private Modality.Message create(String uid, Attributes said) throws IOException {
        return modality.ask(
                Modality.N_CREATE,
                PERFORMED_PROCEDURE_STEP,
                uid.isEmpty()
                        ? Map.of(0x0002, PERFORMED_PROCEDURE_STEP)
                        : Map.of(0x0002, PERFORMED_PROCEDURE_STEP, 0x1000, uid),
                said);
    }

    private Modality.Message set(String uid, Attributes said) throws IOException {
        return modality.ask(
                Modality.N_SET, PERFORMED_PROCEDURE_STEP, Map.of(0x0003, PERFORMED_PROCEDURE_STEP, 0x1001, uid), said);
    }

    private static Attributes said(String status) {
        return Attributes.builder()
                .put(0x00100010, "Zhang^Wei=张^伟")
                .put(Step.STATUS, status)
                .sequence(
                        Step.SCHEDULED_STEP_ATTRIBUTES,
                        List.of(Attributes.builder().put(0x0020000D, "1.2.1").build()))
                .build();
    }

    private static Attributes completed(String status, int... numbers) {
        var images = Arrays.stream(numbers)
                .mapToObj(number -> Attributes.builder()
                        .put(0x00081150, CT)
                        .put(0x00081155, uid(number))
                        .build())
                .toList();
        return Attributes.builder()
                .put(Step.STATUS, status)
                .sequence(
                        0x00400340,
                        List.of(Attributes.builder()
                                .put(0x0020000E, "1.2.1.1")
                                .sequence(0x00081140, images)
                                .build()))
                .build();
    }

    private static Attributes instance(int number) {
        return Attributes.builder()
                .put(0x00080016, CT)
                .put(0x00080018, uid(number))
                .put(0x00080060, "CT")
                .put(0x0020000D, "1.2.1")
                .put(0x0020000E, "1.2.1.1")
                .put(0x00200013, number)
                .build();
    }

    private static String uid(int number) {
        return "1.2.1.1." + number;
    }

    private static Attributes read(byte[] dataSet) {
        try {
            return Attributes.read(dataSet, "1.2.840.10008.1.2.1");
        } catch (Attributes.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private String state() {
        return hub.jdbc()
                .sql("select state from router.performed_step")
                .query(String.class)
                .single();
    }

    private String evidence() {
        return hub.jdbc()
                .sql("select evidence_kind from storage.study where evidence_kind is not null")
                .query(String.class)
                .optional()
                .orElse("");
    }
}
