package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.app.RawHttp.as;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Grants;
import org.radhub.registry.Scope;
import org.radhub.storage.Attributes;
import org.radhub.storage.Conflict;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Conflicts;
import org.radhub.storage.Intake;
import org.radhub.storage.Offer;
import org.radhub.storage.dataset.FileMeta;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may see an image that was kept aside, and what the trail says of it. */
class ConflictsApiTest extends HubOnTheWeb {
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final String OF_ANOTHER = "Li^Si=李^四";

    @Autowired
    private Intake intake;

    @Autowired
    private Conflicts conflicts;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Grants grants;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void the_doctors_of_the_hospital_and_coordinators_see_both_sides_and_another_hospital_learns_nothing()
            throws Exception {
        var conflict = conflict("2.25.7001", "2.25.7001", new byte[] {2, 2});
        for (var who : List.of("countya", "coordinator")) {
            var shown = get("/" + conflict.id(), who).json();
            assertThat(shown.at("/differences").toString()).contains("pixels", "patient");
            assertThat(shown.at("/device").asString()).isEqualTo("COUNTYA_CT");
            assertThat(shown.at("/kept/patientName").asString()).isEqualTo("张 三");
            assertThat(shown.at("/aside/header/patientName").asString()).isEqualTo("李 四");
            assertThat(shown.at("/kept/instanceId").asString())
                    .isEqualTo(conflict.kept().instance().id().toString());
            assertThat(newest(who))
                    .isEqualTo(Access.to(
                            AuditAction.PATIENT_RECORD_VIEWED,
                            who,
                            "COUNTYA",
                            "2.25.7001",
                            "conflict " + conflict.id() + ": both sides"));
            assertThat(get("?study=2.25.7001&site=COUNTYA&open=true", who)
                            .json()
                            .at("/total")
                            .asInt())
                    .isOne();
            assertThat(newest(who).action()).isEqualTo(AuditAction.QUERY);
            assertThat(newest(who).detail()).isEqualTo("conflicts: 2.25.7001");
        }
        for (var path : List.of("", "/dicom")) {
            var refused = get("/" + conflict.id() + path, "countyb");
            assertThat(refused.status()).as(path).isEqualTo(404);
            assertThat(refused.header("Content-Type")).contains("application/problem+json");
            assertThat(refused.text()).doesNotContain("2.25.7001");
            assertThat(newest("countyb").success()).isFalse();
            assertThat(newest("countyb").detail()).isEqualTo("not found or not allowed");
            assertThat(newest("countyb").object()).isEqualTo("conflict " + conflict.id());
        }
        assertThat(decide(conflict.id(), "countyb", "mine").status()).isEqualTo(404);
        assertThat(get("?study=2.25.7001", "countyb").json().at("/total").asInt())
                .isZero();
        assertThat(get("/" + conflict.id(), "auditor").status()).isEqualTo(403);
        assertThat(get("/" + UUID.randomUUID(), "countya").status()).isEqualTo(404);
    }

    @Test
    void a_reader_sees_it_with_a_grant_to_the_studies_of_both_and_decides_nothing() throws Exception {
        var conflict = conflict("2.25.7002", "2.25.7902", new byte[] {2, 2});
        assertThat(get("/" + conflict.id(), "reader3").status()).isEqualTo(404);
        grant("2.25.7002");
        assertThat(get("/" + conflict.id(), "reader3").status()).isEqualTo(404);
        grant("2.25.7902");
        assertThat(get("/" + conflict.id(), "reader3").status()).isEqualTo(200);
        assertThat(trail.latest(0, 50).stream()
                        .map(AuditEntry::access)
                        .filter(line -> line.actor().equals("reader3") && line.success())
                        .limit(2)
                        .map(Access::object))
                .containsExactlyInAnyOrder("2.25.7002", "2.25.7902");
        assertThat(decide(conflict.id(), "reader3", "mine").status()).isEqualTo(403);
    }

    @Test
    void an_administrator_is_told_that_there_are_some_and_not_whose() throws Exception {
        var conflict = conflict("2.25.7003", "2.25.7003", new byte[] {2, 2});
        conflicts.decide(conflict.id(), "countya", "Zhang San was examined twice");

        var listed = get("?site=COUNTYA", "admin");

        assertThat(listed.json().at("/items").valueStream()).anySatisfy(item -> {
            assertThat(item.at("/id").asString()).isEqualTo(conflict.id().toString());
            assertThat(item.at("/device").asString()).isEqualTo("COUNTYA_CT");
            assertThat(item.at("/decision/by").asString()).isEqualTo("countya");
        });
        assertThat(listed.text()).doesNotContain("2.25.7003", "张 三", "Zhang", "P1");
        assertThat(get("?study=2.25.7003", "admin").json().at("/total").asInt()).isZero();
        for (var path : List.of("/" + conflict.id(), "/" + conflict.id() + "/dicom")) {
            assertThat(get(path, "admin").status()).as(path).isEqualTo(403);
        }
        assertThat(decide(conflict.id(), "admin", "mine").status()).isEqualTo(403);
    }

    @Test
    void the_file_that_was_kept_aside_comes_as_it_was_sent_and_the_line_in_the_trail_before_it() throws Exception {
        // More than lies in buffers between the two: whoever writes the line at the end has not written it yet.
        var pixels = new byte[24 << 20];
        new Random(1).nextBytes(pixels);
        var conflict = conflict("2.25.7004", "2.25.7004", pixels);
        var asked = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/conflicts/" + conflict.id() + "/dicom"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("countya:radhub-demo".getBytes(StandardCharsets.UTF_8)))
                .build();

        var answer = HttpClient.newHttpClient().send(asked, BodyHandlers.ofInputStream());

        try (var body = answer.body()) {
            var first = body.readNBytes(1);
            assertThat(newest("countya"))
                    .isEqualTo(Access.to(
                            AuditAction.STUDY_ACCESSED,
                            "countya",
                            "COUNTYA",
                            "2.25.7004",
                            "conflict " + conflict.id() + ": the file set aside"));
            var file = body.readAllBytes();
            assertThat(first).hasSize(1);
            assertThat(Arrays.equals(Arrays.copyOfRange(file, file.length - pixels.length, file.length), pixels))
                    .isTrue();
            assertThat(file.length + 1L).isEqualTo(conflict.aside().instance().bytes());
            assertThat(FileMeta.text(join(first, file), FileMeta.SOURCE_APPLICATION_ENTITY_TITLE))
                    .isEqualTo("COUNTYA_CT");
        }
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/dicom");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; filename=\"conflict-");
    }

    private static byte[] join(byte[] first, byte[] rest) {
        var all = new byte[1000];
        all[0] = first[0];
        System.arraycopy(rest, 0, all, 1, all.length - 1);
        return all;
    }

    @Test
    void a_small_picture_of_it_is_drawn_for_who_may_see_it_and_that_is_on_the_record() throws Exception {
        var conflict = conflict("2.25.7007", "2.25.7007", new byte[] {0, 50, 100, (byte) 200});
        var asked = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/conflicts/" + conflict.id() + "/thumbnail"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("countya:radhub-demo".getBytes(StandardCharsets.UTF_8)))
                .header("Accept", "image/*")
                .build();

        var answer = HttpClient.newHttpClient().send(asked, BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Type")).contains("image/jpeg");
        var picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(List.of(picture.getHeight(), picture.getWidth())).containsExactly(1, 4);
        assertThat(newest("countya").action()).isEqualTo(AuditAction.STUDY_ACCESSED);
        assertThat(newest("countya").detail()).endsWith("picture of the one set aside");
        assertThat(get("/" + conflict.id() + "/thumbnail", "countyb").status()).isEqualTo(404);

        var undrawable = conflict("2.25.7008", "2.25.7008", new byte[512]);
        var none = get("/" + undrawable.id() + "/thumbnail", "countya");
        assertThat(none.status()).as(none.text()).isEqualTo(404);
        assertThat(none.header("Content-Type")).contains("application/problem+json");
    }

    @Test
    void what_cannot_be_read_is_said_as_a_problem() throws Exception {
        var conflict = conflict("2.25.7005", "2.25.7005", new byte[] {2, 2});
        jdbc.sql("update storage.conflict set lost_at = now() where id = ?")
                .param(conflict.id())
                .update();

        var gone = get("/" + conflict.id() + "/dicom", "countya");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.header("Content-Type")).contains("application/problem+json");
        assertThat(gone.header("Content-Disposition")).isEmpty();
        var shown = get("/" + conflict.id(), "countya").json();
        assertThat(shown.at("/lost").asBoolean()).isTrue();
        assertThat(shown.at("/aside/header").isNull()).isTrue();
        assertThat(shown.at("/aside/unreadable").asString()).isNotEmpty();
        assertThat(shown.at("/kept/header/modality").asString()).isEqualTo("OT");

        jdbc.sql("update storage.conflict set lost_at = null where id = ?")
                .param(conflict.id())
                .update();
        var pack = "(select pack_id from storage.conflict where id = ?)";
        jdbc.sql("update storage.pack set object_key = null, state = 'SPOOLED', node_id = ? where id = " + pack)
                .params(UUID.randomUUID(), conflict.id())
                .update();
        var later = get("/" + conflict.id() + "/dicom", "countya");
        assertThat(later.status()).as(later.text()).isEqualTo(503);
        assertThat(later.header("Retry-After")).contains("10");
    }

    @Test
    void what_a_doctor_made_of_it_is_written_down_once() throws Exception {
        var conflict = conflict("2.25.7006", "2.25.7006", new byte[] {2, 2});
        assertThat(decide(conflict.id(), "countya", " ").status()).isEqualTo(400);

        var decided = decide(conflict.id(), "countya", "the second is a phantom");

        assertThat(decided.status()).as(decided.text()).isEqualTo(200);
        assertThat(decided.json().at("/decision/note").asString()).isEqualTo("the second is a phantom");
        assertThat(newest("countya").action()).isEqualTo(AuditAction.PROCEDURE_RECORD);
        var again = decide(conflict.id(), "coordinator", "no");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("Content-Type")).contains("application/problem+json");
        assertThat(newest("coordinator").action()).isEqualTo(AuditAction.PATIENT_RECORD_VIEWED);
        assertThat(conflicts
                        .find(conflict.id())
                        .orElseThrow()
                        .decision()
                        .orElseThrow()
                        .by())
                .isEqualTo("countya");
    }

    @Test
    void nothing_is_decided_while_the_trail_takes_no_line_of_it() throws Exception {
        var conflict = conflict("2.25.7009", "2.25.7009", new byte[] {2, 2});
        jdbc.sql("alter table audit.entry add constraint full_disk check (detail not like '%decided%') not valid")
                .update();
        try {
            assertThat(decide(conflict.id(), "countya", "a phantom").status()).isEqualTo(500);
        } finally {
            jdbc.sql("alter table audit.entry drop constraint full_disk").update();
        }
        assertThat(conflicts.find(conflict.id()).orElseThrow().decision()).isEmpty();
        assertThat(decide(conflict.id(), "countya", "a phantom").status()).isEqualTo(200);
    }

    private void grant(String study) {
        var now = Instant.now();
        grants.give("reader3", "COUNTYA", study, GrantKind.CONSULTATION, "asked", now, Optional.empty());
    }

    /** The second image of this UID is of another patient, and of this study. */
    private Conflict conflict(String study, String other, byte[] pixels) throws Exception {
        keep(study, image(study, study + ".1", study + ".2", "Zhang^San=张^三", new byte[] {1, 1}));
        keep(study, image(other, other + ".1", study + ".2", OF_ANOTHER, pixels));
        var query = new ConflictQuery(Optional.empty(), Optional.of(study), Optional.empty(), 1, 10);
        await().until(() -> conflicts.search(query, Scope.EVERYTHING).total() == 1);
        return conflicts.search(query, Scope.EVERYTHING).items().get(0);
    }

    private void keep(String study, byte[] dataSet) throws Exception {
        var offer = new Offer("COUNTYA", "COUNTYA_CT", study, SECONDARY_CAPTURE, study + ".2", EXPLICIT_LITTLE_ENDIAN);
        intake.keep(offer, new ByteArrayInputStream(dataSet));
    }

    private static byte[] image(String study, String series, String instance, String name, byte[] pixels) {
        var header = Attributes.builder()
                .put(0x00080016, SECONDARY_CAPTURE)
                .put(0x00080018, instance)
                .put(0x00080020, "20260102")
                .put(0x00080060, "OT")
                .put(0x00100010, name)
                .put(0x00100020, "P1")
                .put(0x0020000D, study)
                .put(0x0020000E, series)
                .put(0x00280002, 1)
                .put(0x00280004, "MONOCHROME2")
                .put(0x00280010, 1)
                .put(0x00280011, pixels.length & 0xFF)
                .put(0x00280100, 8)
                .put(0x00280101, 8)
                .put(0x00280102, 7)
                .put(0x00280103, 0)
                .build()
                .encoded(EXPLICIT_LITTLE_ENDIAN, "ISO_IR 192");
        return ByteBuffer.allocate(header.length + 12 + pixels.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header)
                .put(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0})
                .putInt(pixels.length)
                .put(pixels)
                .array();
    }

    private RawHttp.Answer get(String path, String who) throws Exception {
        return hub().ask("GET /api/conflicts" + path + " HTTP/1.1" + as(who));
    }

    private RawHttp.Answer decide(UUID id, String who, String note) throws Exception {
        var body = "{\"note\": \"" + note + "\"}";
        return hub().ask(
                        "POST /api/conflicts/" + id
                                + "/decide HTTP/1.1\nContent-Type: application/json\nContent-Length: " + body.length()
                                + as(who),
                        body);
    }

    /** The last line about the person. */
    private Access newest(String who) {
        return trail.latest(0, 50).stream()
                .map(AuditEntry::access)
                .filter(line -> line.actor().equals(who))
                .findFirst()
                .orElseThrow();
    }
}
